import assert from 'node:assert/strict';
import { test } from 'node:test';
import { english } from '../../../src/core/words/english.js';
import { explainNamed } from '../../../src/modules/dns/debians-profile.js';

test('a named that may not read its own files is told of with the one command that allows it', () => {
  const explained = explainNamed([
    "loading configuration from '/home/anna/ebox state/configuration/current/bind/named.conf'",
    'open: /home/anna/ebox state/configuration/current/bind/named.conf: permission denied',
    'loading configuration: permission denied',
    'exiting (due to fatal error)',
  ]);
  assert.equal(
    english(explained ?? ''),
    'The system does not let the DNS server read its own files. Where AppArmor is active, Debian’s profile of named is the reason. Allow it with: ' +
      `printf '%s\\n' '"/home/anna/ebox state/configuration/**" r,' '"/home/anna/ebox state/data/dns/**" rwk,' ` +
      `'"/home/anna/ebox state/run/dns/**" rwk,' | sudo tee -a /etc/apparmor.d/local/usr.sbin.named && ` +
      'sudo apparmor_parser -r /etc/apparmor.d/usr.sbin.named',
  );
  assert.equal(explainNamed(['exiting']), null);
});
