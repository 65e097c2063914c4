import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { once } from 'node:events';
import { test } from 'node:test';
import { english } from '../../../src/core/words/english.js';
import { eventually } from '../../helpers/eventually.js';
import { enabledPanel, userPassword } from '../../helpers/enabled-panel.js';
import { expectLog } from '../../helpers/log-rule.js';
import { signIn } from '../../helpers/xmpp-client.js';
import { portsOf } from '../../../src/modules/jabber/ports.js';
import {
  c2sTells,
  isSignInLook,
  peerIn,
  s2sTells,
  signInTells,
  smTells,
} from '../../../src/modules/jabber/log-tells.js';

test('lines of the chat daemons that are known are told in plain words', () => {
  const tells = (tell: typeof c2sTells, line: string): string => english(tell(line) ?? '');
  const name = '[notice] [10] PLAIN authentication succeeded: alice@chat.lan ::ffff:10.0.0.7:57382 TLS';
  assert.equal(tells(c2sTells, name), 'alice signed in from 10.0.0.7.');
  assert.equal(
    tells(c2sTells, name.replace(' TLS', '')),
    'alice signed in from 10.0.0.7, without encryption.',
  );
  assert.equal(tells(signInTells, 'info refused "bob": wrong password'), 'bob was refused: wrong password.');
  assert.equal(
    tells(signInTells, 'info refused "x\\"y": what nobody knows'),
    'x\\"y was refused: what nobody knows.',
  );
  assert.equal(
    tells(s2sTells, '[notice] sending a packet to domain not in the whitelist stranger.lan, dropping it'),
    'Something for stranger.lan was dropped: it is no allowed server.',
  );
  assert.equal(tells(c2sTells, '[notice] something new'), '');
});

test('only a sign-in that succeeded with a one-time name is the panel’s: a refused one may be a stranger’s', () => {
  const name = `~${'0a'.repeat(16)}`;
  assert.ok(isSignInLook(`[notice] [9] PLAIN authentication succeeded: ${name}@chat.lan 127.0.0.1:1 TLS`));
  assert.ok(!isSignInLook(`info refused "${name}": wrong password`));
  assert.deepEqual(peerIn('[notice] [10] [::ffff:127.0.0.1, port=50426] connect'), {
    address: '127.0.0.1',
    port: 50426,
  });
});

test('what a client calls its device makes no other line of its own: none is hidden, and none says what is not so', () => {
  const claims = [
    `PLAIN authentication succeeded: ~${'0a'.repeat(16)}@chat.lan 127.0.0.1:1 TLS`,
    '[notice] [9] PLAIN authentication succeeded: bob@chat.lan 192.0.2.1:5 TLS',
    '[notice] [9] [127.0.0.1, port=50426] connect',
    '[127.0.0.1, port=50426] disconnect',
    '[error] [::, port=5222] failed to listen',
    '[error] failed to load local SSL pemfile',
    '[notice] shutting down',
    '[notice] connection to router closed',
    '[notice] session ended: jid=bob@chat.lan/phone',
  ];
  for (const claim of claims) {
    const jid = `alice@chat.lan/my ${claim}`;
    for (const line of [`[notice] [10] bound: jid=${jid}`, `[notice] session started: jid=${jid}`]) {
      assert.ok(!isSignInLook(line), line);
      assert.equal(peerIn(line), null, line);
      for (const tell of [c2sTells, smTells]) assert.equal(tell(line), null, line);
    }
  }
  const left = `[notice] [10] [192.0.2.7, port=6] disconnect jid=alice@chat.lan/${claims[3] ?? ''}, packets: 1, bytes: 2`;
  assert.deepEqual(peerIn(left), { address: '192.0.2.7', port: 6 });
});

test('the panel’s own looks are not among the lines, whoever else connects is, and a switch shows all', async (context) => {
  const { machine, panel } = await enabledPanel(context, ['alice', 'bob']);
  const port = portsOf(machine.layout).client;
  const account = { port, domain: 'chat.lan', password: userPassword };
  const lines = async (withOwnLooks: boolean) =>
    (await panel.logs.together({ search: '', level: 'usual', daemon: '', withOwnLooks }, 10_000)).entries;
  const connects = (entries: Awaited<ReturnType<typeof lines>>): number =>
    entries.filter(({ daemon, text }) => daemon === 'c2s' && text.endsWith('] connect')).length;

  // The save looked as a client would, several times.
  assert.ok(connects(await lines(true)) >= 3);
  assert.equal(connects(await lines(false)), 0);

  // Somebody on this machine who says nothing, and leaves.
  const stranger = connect(port, '127.0.0.1').on('error', () => undefined);
  await once(stranger, 'connect');
  await eventually(async () => assert.equal(connects(await lines(false)), 1));
  stranger.destroy();

  await signIn(context, { ...account, username: 'alice' });
  expectLog('sign-in', / info refused "bob": wrong password$/);
  await assert.rejects(signIn(context, { ...account, username: 'bob', password: 'wrong' }));
  const said = (await lines(false)).map(({ sentence }) => english(sentence));
  for (const wanted of [
    'alice signed in from 127.0.0.1.',
    'bob was refused: wrong password.',
    'A session of alice began.',
  ])
    assert.ok(said.includes(wanted), `${wanted} is not in:\n${said.join('\n')}`);
  const times = (await lines(true)).map(({ iso }) => iso);
  assert.deepEqual(times, [...times].sort().reverse(), 'the newest first');
});
