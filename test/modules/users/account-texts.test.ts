import assert from 'node:assert/strict';
import { test } from 'node:test';
import { jabberAccount } from '../../../src/modules/jabber/account.js';
import { accessTexts } from '../../../src/modules/users/commands/account-texts.js';
import { jabberPart } from '../../helpers/account-parts.js';

test('enabling and disabling a user turns each account that lets people in, and no other', () => {
  const { access, ...section } = jabberAccount;
  assert.ok(access !== undefined);
  const mail = {
    ...jabberPart(),
    module: 'mail',
    section: { ...section, access: { field: 'box', on: 'yes', off: 'no' } },
  };
  const notes = { ...jabberPart(), module: 'notes', section };
  const parts = [jabberPart(), mail, notes];
  assert.deepEqual(accessTexts(parts, true), { jabber: { account: 'enabled' }, mail: { box: 'yes' } });
  assert.deepEqual(accessTexts(parts, false), { jabber: { account: 'disabled' }, mail: { box: 'no' } });
});
