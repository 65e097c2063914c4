import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Box, suites } from './box.js';
import { buildPackage } from './package-in-a-box.js';

/** Of the processes that Debian's own units run. */
const PIDS = 'pgrep --exact "slapd|jabberd2-.*" | sort';

for (const suite of suites.filter((name) => (process.env['EBOX_SUITE'] ?? name) === name)) {
  test(`a chat server and a directory that ran before, on Debian ${suite}`, async (context) => {
    const box = Box.make(suite);
    context.after(() => box.remove());
    await box.boot();
    await box.run('apt-get', 'update');
    await box.sh('apt-get install -y --no-install-recommends jabberd2 slapd 2>&1');
    const before = await box.sh(PIDS);
    assert.equal(before.trim().split('\n').length, 5);

    await context.test('they run on untouched, and the doctor speaks of them', async () => {
      box.put('/root/ebox.deb', buildPackage('0.1.0'));
      await box.sh('apt-get install -y --no-install-recommends /root/ebox.deb 2>&1');
      assert.equal(await box.sh(PIDS), before);
      const said = await box.sh('eboxctl doctor || true');
      for (const [program, port] of [
        ['slapd', 389],
        ['jabberd2-c2s', 5222],
        ['jabberd2-s2s', 5269],
        ['jabberd2-router', 5347],
      ])
        assert.match(
          said,
          new RegExp(
            `WARNING +distribution: ${program} \\(.*\\) is open to the network at .*:${port}\\b.*\\n.*systemctl disable --now`,
          ),
        );
    });

    await context.test('they run on when the package goes', async () => {
      await box.sh('apt-get purge -y ebox-jabber 2>&1');
      assert.equal(await box.sh(PIDS), before);
      assert.match(await box.run('systemctl', 'is-enabled', 'jabberd.service'), /enabled/);
    });
  });
}
