import assert from 'node:assert/strict';
import { test } from 'node:test';
import { jabber } from '../../../src/modules/jabber/index.js';
import { CERTIFICATE_FILE } from '../../../src/modules/jabber/paths.js';
import { portsOf } from '../../../src/modules/jabber/ports.js';
import { eventually } from '../../helpers/eventually.js';
import { chatPassword, startChatServer } from '../../helpers/jabberd2.js';
import { startPidgin } from '../../helpers/pidgin.js';

/** Seconds in which Pidgin starts and signs in, on a busy machine too. */
const SIGNED_IN = 60;
/** Pidgin waits 8 to 30 s before it connects again, at first. */
const BACK = 120;

test('a real Pidgin whose session the panel ends is back by itself', async (context) => {
  const { machine, settings } = await startChatServer(context);
  const control = jabber.sessions;
  assert.ok(control !== null);
  const live = (await machine.configuration.live()).find(({ path }) => path === CERTIFICATE_FILE);
  const [certificate = ''] =
    /-----BEGIN CERTIFICATE-----[^]*?-----END CERTIFICATE-----\n/.exec(live?.content ?? '') ?? [];
  const account = {
    userName: 'alice',
    domain: settings.domain,
    password: chatPassword,
    server: '127.0.0.1',
    certificate,
  };
  const { client, clientTls } = portsOf(machine.layout);
  const pidgin = await startPidgin(context, {
    ...account,
    resource: 'desk',
    port: client,
    security: 'require_tls',
  });
  await startPidgin(context, { ...account, resource: 'home', port: clientTls, security: 'old_ssl' });
  const there = async (): Promise<readonly string[]> =>
    (await control.sessions(machine, settings)).map(({ address }) => address).sort();
  const desk = `alice@${settings.domain}/desk`;
  const home = `alice@${settings.domain}/home`;

  // By STARTTLS and by direct TLS.
  await eventually(
    async () => assert.deepEqual(await there(), [desk, home], pidgin.lines.slice(-20).join('\n')),
    SIGNED_IN,
  );
  assert.equal(await control.end(machine, settings, [{ address: desk, userName: 'alice' }]), 1);
  await eventually(async () => assert.deepEqual(await there(), [home]));
  const words = /Server closed the connection/;
  await eventually(() =>
    assert.ok(
      pidgin.lines.some((line) => words.test(line)),
      pidgin.lines.slice(-20).join('\n'),
    ),
  );
  const gone = performance.now();
  await eventually(async () => assert.deepEqual(await there(), [desk, home]), BACK);
  context.diagnostic(`Pidgin was back after ${Math.round((performance.now() - gone) / 1000)} s`);
  assert.ok(!pidgin.lines.some((line) => /signed on from another location|conflict/i.test(line)));
});
