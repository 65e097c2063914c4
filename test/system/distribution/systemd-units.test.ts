import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readShown } from '../../../src/system/distribution/systemd-units.js';

test('what systemctl show says of units', () => {
  const text = `Id=jabberd.service
LoadState=loaded
ActiveState=active
UnitFileState=enabled

Id=jabberd-sm.service
LoadState=loaded
ActiveState=activating
UnitFileState=disabled

Id=jabberd2.service
LoadState=loaded
ActiveState=failed
UnitFileState=generated

Id=jabber-muc.service
LoadState=not-found
ActiveState=inactive
UnitFileState=
`;
  assert.deepEqual(readShown(text), [
    { name: 'jabberd.service', exists: true, enabled: true, active: true },
    { name: 'jabberd-sm.service', exists: true, enabled: false, active: true },
    { name: 'jabberd2.service', exists: true, enabled: false, active: false },
    { name: 'jabber-muc.service', exists: false, enabled: false, active: false },
  ]);
});
