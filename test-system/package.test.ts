import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import type { Page } from 'playwright-core';
import { z } from 'zod';
import { openBrowser, openPage } from '../test/helpers/browser.js';
import { eventually } from '../test/helpers/eventually.js';
import {
  addUser,
  enableJabber,
  PASSWORD,
  saveChanges,
  setUpJabber,
  signInToPanel,
} from '../test/helpers/panel-acts.js';
import { adminPassword } from '../test/helpers/panel-process.js';
import { signIn } from '../test/helpers/xmpp-client.js';
import { Box, suites } from './box.js';
import { buildPackage } from './package-in-a-box.js';
import { CHAT_PORTS, PortWatch } from './port-watch.js';

const DAEMONS = ['slapd', 'router', 'sm', 'sign-in', 'c2s', 's2s', 'muc'] as const;
const unitOf = (daemon: string): string => `ebox-jabber-${daemon}.service`;

async function pidsOf(box: Box): Promise<Readonly<Record<string, number>>> {
  const pids: Record<string, number> = {};
  for (const daemon of DAEMONS) pids[daemon] = await box.pid(unitOf(daemon));
  return pids;
}

/** What the panel answers to a browser that was told to go to `https://NAME:8443/`. */
async function statusUnder(box: Box, name: string): Promise<string> {
  const request = `GET /sign-in HTTP/1.1\\r\\nHost: ${name}:8443\\r\\nConnection: close\\r\\n\\r\\n`;
  const said = await box.sh(
    `printf '${request}' | openssl s_client -quiet -connect 127.0.0.1:8443 2>/dev/null`,
  );
  return /^HTTP\/1\.1 (\d+)/.exec(said)?.[1] ?? said;
}

async function chats(context: TestContext): Promise<void> {
  const account = { domain: 'chat.lan', port: 5222, username: 'alice', password: PASSWORD };
  const client = await signIn(context, account);
  await client.xmpp.stop();
}

for (const suite of suites.filter((name) => (process.env['EBOX_SUITE'] ?? name) === name)) {
  test(`the package on Debian ${suite}`, async (context) => {
    const box = Box.make(suite);
    context.after(() => box.remove());
    await box.boot();
    let page: Page;

    await context.test('apt installs it, opens nothing, and says how to begin', async () => {
      box.put('/root/ebox.deb', buildPackage('0.1.0'));
      await box.run('apt-get', 'update');
      const watch = new PortWatch(CHAT_PORTS);
      const said = await box.sh('apt-get install -y --no-install-recommends /root/ebox.deb 2>&1');
      // The panel serves when apt ends.
      assert.match(await box.run('eboxctl', 'status'), /users +Users and Groups +disabled/);
      assert.match(
        said,
        /https:\/\/\S+:8443\/[^]*(?:[0-9A-F]{2}:){31}[0-9A-F]{2}[^]*sudo eboxctl admin password/,
      );
      await box.sh(`echo '${adminPassword}' | eboxctl admin password`);
      assert.equal(
        (await box.run('stat', '-c', '%U:%G %a', '/etc/ebox-jabber/panel.pem')).trim(),
        'root:ebox-jabber 640',
      );
      await box.sh('apt-get install -y --reinstall jabberd2 slapd 2>&1');
      assert.deepEqual(await watch.end(), {}, 'seconds that a port was open');
    });

    await context.test('the practical example, through the browser', async (part) => {
      page = await openPage(await openBrowser(context), 'https://127.0.0.1:8443', {
        ignoreHTTPSErrors: true,
      });
      await eventually(() => signInToPanel(page), 30);
      await enableJabber(page);
      await setUpJabber(page, { domain: 'chat.lan', ssl: 'Required' });
      await addUser(page, { userName: 'alice', administrator: true });
      assert.equal(await statusUnder(box, 'chat.lan'), '421', 'it is not saved yet');
      assert.match(await saveChanges(page), /Changes saved/);
      await chats(part);
    });

    await context.test('the panel answers under the domain of the chat, and under no other', async () => {
      assert.equal(await statusUnder(box, 'chat.lan'), '200');
      assert.equal(await statusUnder(box, 'other.lan'), '421');
    });

    await context.test('a helper that ends takes no knowledge of the daemons with it', async () => {
      await box.sh("systemctl stop 'ebox-jabber-helper@*.service'");
      const { daemons } = z
        .object({ daemons: z.array(z.object({ name: z.string(), state: z.string() })) })
        .parse(JSON.parse(await box.run('eboxctl', 'status', '--json')));
      for (const { name, state } of daemons) assert.match(state, /^(?:running|disabled)$/, name);
      assert.match(await box.run('eboxctl', 'logs', 'c2s', '--number=300'), /ready for connections/);
    });

    await context.test('the panel has no privilege', async () => {
      const pid = await box.pid('ebox-jabber.service');
      const status = await box.sh(`cat /proc/${pid}/status`);
      const uid = (await box.run('id', '-u', 'ebox-jabber')).trim();
      assert.match(status, new RegExp(`^Uid:\\t${uid}\\t${uid}\\t${uid}\\t${uid}$`, 'm'));
      for (const set of ['CapInh', 'CapPrm', 'CapEff', 'CapBnd', 'CapAmb'])
        assert.match(status, new RegExp(`^${set}:\\t0+$`, 'm'));
      assert.match(status, /^NoNewPrivs:\t1$/m);
      const live = '/var/lib/ebox-jabber/configuration/current';
      const asPanel = (line: string): Promise<string> =>
        box.run(
          'setpriv',
          '--reuid=ebox-jabber',
          '--regid=ebox-jabber',
          '--clear-groups',
          '--bounding-set=-all',
          'sh',
          '-c',
          line,
        );
      for (const line of [
        `cat ${live}/jabberd2/certificate.pem`,
        `cat ${live}/jabberd2/c2s.xml`,
        'cat /etc/shadow',
        `touch ${live}/jabberd2/c2s.xml`,
        'touch /var/lib/ebox-jabber/configuration/x',
        `touch /var/lib/ebox-jabber/wanted/s2s`,
        'systemctl stop ebox-jabber-c2s.service',
        'systemctl restart dbus.service',
      ])
        await assert.rejects(asPanel(line), Error, line);
      assert.notEqual(await box.pid(unitOf('c2s')), 0);
    });

    await context.test('rooms and other servers come and go, and no other daemon notices', async () => {
      const before = await pidsOf(box);
      for (const on of [true, false, true]) {
        await setUpJabber(page, { muc: on, otherServers: on });
        assert.match(await saveChanges(page), /Changes saved/);
        const { s2s, muc, ...others } = await pidsOf(box);
        assert.deepEqual([s2s !== 0, muc !== 0], [on, on]);
        assert.deepEqual({ ...before, ...others }, before);
      }
    });

    await context.test('each daemon that is killed serves again within 10 s', async (part) => {
      for (const daemon of DAEMONS) {
        const pid = await box.pid(unitOf(daemon));
        await box.sh(`kill -KILL ${pid}`);
        await eventually(async () => {
          const state = await box.sh(`systemctl is-active ${unitOf(daemon)} || true`);
          assert.equal(state.trim(), 'active', await box.sh(`journalctl -n 40 -o cat -u ${unitOf(daemon)}`));
          assert.notEqual(await box.pid(unitOf(daemon)), pid);
        }, 10);
      }
      await eventually(() => chats(part), 15);
    });

    await context.test(
      'the relay of the sign-in ends alone: c2s is started again within 20 s',
      async (part) => {
        const c2s = await box.pid(unitOf('c2s'));
        await box.sh(`kill -KILL $(cat /proc/${c2s}/task/${c2s}/children)`);
        await eventually(async () => {
          const now = await box.pid(unitOf('c2s'));
          assert.ok(now !== 0 && now !== c2s, await box.sh('journalctl -n 20 -o cat -u ebox-jabber'));
        }, 20);
        await eventually(() => chats(part), 15);
      },
    );

    await context.test(
      'a broken c2s.xml that keeps c2s crashing is overwritten by one save',
      async (part) => {
        const folder = '/var/lib/ebox-jabber/configuration/current';
        await box.sh(`echo '<c2s>' > ${folder}/jabberd2/c2s.xml`);
        await box.sh(`kill -KILL ${await box.pid(unitOf('c2s'))}`);
        await eventually(async () => assert.equal(await box.pid(unitOf('c2s')), 0), 10);
        await box.run('eboxctl', 'save', '--overwrite', 'jabberd2/c2s.xml');
        await chats(part);
      },
    );

    await context.test('no other account of the machine reaches a socket', async () => {
      const sockets = (await box.sh('find /var/lib/ebox-jabber/run -type s')).trim().split('\n');
      assert.ok(sockets.length > 3, sockets.join(' '));
      for (const socket of sockets) {
        const open = `require("node:net").connect("${socket}").on("error", (error) => console.log(error.code))`;
        const said = await box.sh(`setpriv --reuid=nobody --regid=nogroup --clear-groups node -e '${open}'`);
        assert.equal(said.trim(), 'EACCES', socket);
      }
    });

    await context.test('switched off and on again, all is back with nobody doing anything', async (part) => {
      await box.powerOff();
      await box.boot();
      await eventually(() => chats(part), 30);
      for (const [daemon, pid] of Object.entries(await pidsOf(box))) assert.notEqual(pid, 0, daemon);
    });

    await context.test('an upgrade restarts the panel and no daemon', async (part) => {
      const before = await pidsOf(box);
      const panel = await box.pid('ebox-jabber.service');
      box.put('/root/ebox.deb', buildPackage('0.1.1'));
      await box.sh('apt-get install -y /root/ebox.deb 2>&1');
      // Ends with 0 when all is well.
      await box.run('eboxctl', 'status');
      assert.deepEqual(await pidsOf(box), before);
      assert.notEqual(await box.pid('ebox-jabber.service'), panel);
      await box.run('systemctl', 'restart', 'ebox-jabber');
      await box.run('eboxctl', 'status');
      await chats(part);
    });

    await context.test(
      'a program that apt replaced is spoken of until its daemon is restarted',
      async (part) => {
        const before = await pidsOf(box);
        await box.sh('apt-get install -y --reinstall jabberd2 2>&1');
        assert.deepEqual(await pidsOf(box), before);
        const said = await box.sh('eboxctl doctor || true');
        for (const daemon of ['router', 'sm', 'c2s', 's2s'])
          assert.match(said, new RegExp(`WARNING +daemons: ${daemon} .*/usr/sbin/jabberd2-${daemon}[,. ]`));
        assert.doesNotMatch(said, /WARNING +daemons: (?:slapd|sign-in|muc)/);
        await eventually(async () => {
          await page.goto('/');
          await signInToPanel(page);
        }, 30);
        await page.goto('/');
        assert.match(await page.locator('main').innerText(), /Replaced by an upgrade/);
        await page.getByRole('button', { name: 'Restart Router' }).click();
        await page.getByRole('button', { name: 'Restart', exact: true }).click();
        await page.getByText('Router was started and answers').waitFor({ timeout: 60_000 });
        assert.doesNotMatch(await page.locator('main').innerText(), /Replaced by an upgrade/);
        await eventually(() => chats(part), 30);
      },
    );

    await context.test(
      'what a new version writes otherwise is pending, and a save makes it active',
      async (part) => {
        const before = await pidsOf(box);
        await box.sh("printf '\\n' >>/usr/lib/ebox-jabber/templates/jabberd2/s2s.xml.ejs");
        await box.run('systemctl', 'restart', 'ebox-jabber');
        await eventually(async () =>
          assert.match(await box.run('eboxctl', 'pending'), /Configuration .*jabberd2\/s2s\.xml and s2s/),
        );
        assert.deepEqual(await pidsOf(box), before);
        await box.run('eboxctl', 'save', '--yes');
        assert.match(await box.run('eboxctl', 'pending'), /Nothing is pending/);
        const { s2s, ...others } = await pidsOf(box);
        assert.notEqual(s2s, before['s2s']);
        assert.deepEqual({ ...before, ...others }, { ...before });
        await chats(part);
      },
    );

    const endsAndBegins = async (part: TestContext, end: string, begin: string): Promise<void> => {
      await box.sh(`systemctl ${end} ebox-jabber-daemons.target`);
      // systemctl(1) waits for the target alone.
      await eventually(async () => {
        for (const [daemon, pid] of Object.entries(await pidsOf(box))) assert.equal(pid, 0, daemon);
      }, 20);
      await box.sh(`systemctl ${begin} ebox-jabber-daemons.target`);
      for (const [daemon, pid] of Object.entries(await pidsOf(box))) assert.notEqual(pid, 0, daemon);
      await eventually(() => chats(part), 30);
    };

    await context.test('all of chat is stopped and started by one command', (part) =>
      endsAndBegins(part, 'stop', 'start'),
    );

    await context.test('a removed package leaves the chat running, also after a boot', async (part) => {
      const before = await pidsOf(box);
      const said = await box.sh('apt-get remove -y --autoremove ebox-jabber 2>&1');
      assert.match(
        said,
        /These run on without the panel, also after a boot: Jabber, Users and Groups\.[^]*systemctl disable --now ebox-jabber-daemons.target/,
      );
      await box.sh('apt-get autoremove -y 2>&1');
      assert.deepEqual(await pidsOf(box), before);
      await box.powerOff();
      await box.boot();
      await eventually(() => chats(part), 30);
      await endsAndBegins(part, 'disable --now', 'enable --now');
    });

    await context.test('a purged package leaves nothing of its own', async () => {
      await box.sh('apt-get purge -y ebox-jabber 2>&1');
      for (const [daemon, pid] of Object.entries(await pidsOf(box))) assert.equal(pid, 0, daemon);
      for (const path of ['/var/lib/ebox-jabber', '/etc/ebox-jabber', '/etc/default/ebox-jabber'])
        assert.equal(box.has(path), false, path);
      assert.equal(await box.sh('ls -R /etc/systemd/system | grep -E "ebox|jabberd|slapd" || true'), '');
      await box.sh('apt-get autoremove -y 2>&1');
      assert.equal(box.has('/usr/sbin/slapd'), false, 'nothing needs it any more');
      assert.equal(await box.sh('getent passwd ebox-jabber || true'), '');
    });
  });
}
