import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Box, suites } from './box.js';
import { buildPackage, installPackage } from './package-in-a-box.js';

const UNITS = ['jabberd', 'jabberd-router', 'jabberd-sm', 'jabberd-c2s', 'jabberd-s2s'] as const;

/** What systemd says of Debian's own units, and what the links of its init script say. */
async function stateOf(box: Box): Promise<string> {
  const active = await box.sh(`systemctl is-active ${UNITS.join(' ')} jabberd2 || true`);
  const enabled = await box.sh(`systemctl is-enabled ${UNITS.join(' ')} jabberd2 2>&1 || true`);
  return `${active}${enabled}${await box.sh('ls /etc/rc?.d | grep jabberd2 || true')}`;
}

for (const suite of suites.filter((name) => (process.env['EBOX_SUITE'] ?? name) === name)) {
  test(`a jabberd2 that was here before the package on Debian ${suite}`, async (context) => {
    const box = Box.make(suite);
    context.after(() => box.remove());
    await box.boot();
    await box.run('apt-get', 'update');
    await box.sh('apt-get install -y --no-install-recommends jabberd2 2>&1');
    const before = await stateOf(box);
    assert.match(before, /^active\n/);
    await installPackage(box, buildPackage('0.1.0'));

    await context.test('is turned off by enabling Jabber, also after a boot', async () => {
      await box.sh('eboxctl modules enable jabber --yes');
      assert.doesNotMatch(await box.sh('ss -Hltnp'), /jabberd2-/);
      await box.powerOff();
      await box.boot();
      assert.doesNotMatch(await box.sh('ss -Hltnp'), /jabberd2-/);
      assert.match(await stateOf(box), /^(?:inactive\n){6}/);
    });

    await context.test('although the helper cannot write what systemd starts', async () => {
      const writes = await box.sh('systemctl show -P ReadWritePaths ebox-jabber-helper@x.service');
      assert.equal(writes.trim(), '/var/lib/ebox-jabber');
    });

    await context.test('and is as it was when the package is purged', async () => {
      await box.sh('apt-get purge -y ebox-jabber 2>&1');
      assert.equal(await stateOf(box), before);
    });
  });
}
