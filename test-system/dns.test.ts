import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventually } from '../test/helpers/eventually.js';
import { Box, suites } from './box.js';
import { buildPackage, installPackage } from './package-in-a-box.js';
import { addressOnTheNetwork, PortWatch } from './port-watch.js';

const NAMED = 'ebox-jabber-named.service';
/** As the kernel writes a set with nothing but CAP_NET_BIND_SERVICE, which is number 10. */
const ONE_CAPABILITY = (1 << 10).toString(16).padStart(16, '0');
const BOTH = ['+notcp', '+tcp'] as const;

/** What the panel's server says, asked by UDP and by TCP on port 53: one line a record. */
async function asked(box: Box, name: string, type: string): Promise<readonly string[]> {
  const words = ['+short', '+time=2', '+tries=1', '-p', '53', '@127.0.0.1', name, type];
  const [udp = '', tcp] = await Promise.all(BOTH.map((by) => box.run('dig', by, ...words)));
  assert.equal(udp, tcp, `${name} by UDP and by TCP`);
  return udp.trim().split('\n').sort();
}

/** Throws when the practical example is not answered. */
async function answers(box: Box): Promise<void> {
  const here = [addressOnTheNetwork()];
  for (const name of ['school.lan', 'chat.school.lan', 'conference.chat.school.lan'])
    assert.deepEqual(await asked(box, name, 'A'), here, name);
  assert.deepEqual(await asked(box, '_xmpp-client._tcp.chat.school.lan', 'SRV'), [
    '0 5 5222 chat.school.lan.',
  ]);
}

/** What apt and Debian's own unit made of Debian's BIND: its files, its unit, its account. */
async function debiansOwn(box: Box): Promise<string> {
  const lines = [
    'dpkg --verify bind9 bind9-utils',
    'find /etc/bind -type f -exec sha256sum {} + | sort',
    'systemctl is-active named.service || true',
    'systemctl is-enabled named.service || true',
    'getent passwd bind',
  ];
  return box.sh(lines.join('; '));
}

for (const suite of suites.filter((name) => (process.env['EBOX_SUITE'] ?? name) === name)) {
  test(`DNS in the package on Debian ${suite}`, async (context) => {
    const box = Box.make(suite);
    context.after(() => box.remove());
    await box.boot();
    await box.run('apt-get', 'update');
    await installPackage(box, buildPackage('0.1.0'));
    let debians = '';

    await context.test('BIND is only suggested, and the command that is named installs it', async () => {
      assert.equal(box.has('/usr/sbin/named'), false);
      const refused = await box.sh('eboxctl modules enable dns --yes 2>&1 && echo enabled || true');
      const [command = ''] = /sudo sh -c "[^"]+"/.exec(refused) ?? [];
      assert.notEqual(command, '', refused);
      await box.sh('apt-get install -y --no-install-recommends sudo 2>&1');
      const watch = new PortWatch([53]);
      const installing = box.sh(`${command} 2>&1 && apt-get install -y --reinstall bind9 2>&1`);
      const said = await installing.finally(() => watch.end());
      assert.deepEqual(await watch.end(), {}, `seconds that a port was open:\n${said}`);
      debians = await debiansOwn(box);
      assert.match(debians, /^inactive\ndisabled$/m, 'also after an upgrade of bind9');
      await box.sh('apt-get install -y --no-install-recommends bind9-dnsutils 2>&1');
    });

    await context.test('the practical example by eboxctl alone', async () => {
      for (const line of [
        'modules enable dns --yes',
        'modules enable jabber --yes',
        `rows add dns domains name=school.lan addresses=${addressOnTheNetwork()} --yes`,
        'settings set jabber domain=chat.school.lan muc=yes --yes',
        'save --yes',
      ])
        await box.sh(`eboxctl ${line}`);
      await answers(box);
      await box.run('eboxctl', 'status');
    });

    await context.test('named is bind with one capability', async () => {
      const status = await box.sh(`cat /proc/${await box.pid(NAMED)}/status`);
      const uid = (await box.sh('id -u bind')).trim();
      assert.match(status, new RegExp(`^Uid:(?:\t${uid}){4}$`, 'm'));
      for (const set of ['CapInh', 'CapPrm', 'CapEff', 'CapBnd', 'CapAmb'])
        assert.match(status, new RegExp(`^${set}:\t${ONE_CAPABILITY}$`, 'm'));
      assert.match(status, /^NoNewPrivs:\t1$/m);
    });

    await context.test(
      'machines that use it as their DNS server keep the internet; the doctor is content',
      async () => {
        const [, forwarder = ''] = /^nameserver (\S+)/m.exec(await box.sh('cat /etc/resolv.conf')) ?? [];
        await box.sh(
          `eboxctl settings set dns resolve=yes forwarders=${forwarder} --yes && eboxctl save --yes`,
        );
        await box.sh('echo nameserver 127.0.0.1 >/etc/resolv.conf');
        await box.run('getent', 'hosts', 'deb.debian.org');
        await box.run('getent', 'hosts', 'chat.school.lan');
        const said = await box.sh('eboxctl doctor || true');
        assert.doesNotMatch(said, /PROBLEM|WARNING +(?:dns|dns-server|domains|resolver|apparmor|ports)/);
        assert.match(said, /ok +dns-server: .* over UDP and TCP at .*127\.0\.0\.1/);
      },
    );

    await context.test('killed, or switched off and on again, it answers anew', async () => {
      await box.sh(`kill -KILL ${await box.pid(NAMED)}`);
      await eventually(() => answers(box), 20);
      await box.powerOff();
      await box.boot();
      await eventually(() => answers(box), 30);
    });

    await context.test('an upgrade of the panel or of BIND starts and ends no DNS server', async () => {
      const before = await box.pid(NAMED);
      box.put('/root/ebox.deb', buildPackage('0.1.1'));
      await box.sh('apt-get install -y /root/ebox.deb 2>&1');
      await box.sh('apt-get install -y --reinstall bind9 2>&1');
      assert.equal(await box.pid(NAMED), before);
      assert.equal(await debiansOwn(box), debians);
      assert.match(
        await box.sh('eboxctl doctor || true'),
        /WARNING +daemons: named .*\/usr\/sbin\/named[,. ]/,
      );
      await answers(box);
    });

    await context.test('a removed package leaves it running, also after a boot', async () => {
      const before = await box.pid(NAMED);
      // As where it came along with another package, or by --install-suggests.
      await box.sh('apt-mark auto bind9 bind9-utils');
      const said = await box.sh('apt-get remove -y --autoremove ebox-jabber 2>&1');
      assert.match(said, /run on without the panel, also after a boot: DNS, Jabber, Users and Groups\./);
      await box.sh('apt-get autoremove -y 2>&1');
      assert.equal(await box.pid(NAMED), before);
      assert.equal(await debiansOwn(box), debians);
      await box.powerOff();
      await box.boot();
      await eventually(() => answers(box), 30);
    });

    await context.test(
      'a purged package leaves nothing of its own, and Debian’s BIND as it was',
      async () => {
        await box.sh('apt-mark manual bind9 bind9-utils && apt-get purge -y ebox-jabber 2>&1');
        assert.equal(await box.pid(NAMED), 0);
        assert.equal(await box.sh('ls -Rd /etc/*/*ebox* /etc/*ebox* /var/*/*ebox* 2>/dev/null || true'), '');
        assert.equal(await box.sh('ls -R /etc/systemd/system | grep ebox || true'), '');
        await box.sh('apt-get autoremove -y 2>&1');
        assert.equal(await debiansOwn(box), debians);
        await box.sh('systemctl enable --now named.service 2>&1 && systemctl is-active named.service');
      },
    );
  });
}
