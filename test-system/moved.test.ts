import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { xml } from '@xmpp/client';
import { eventually } from '../test/helpers/eventually.js';
import { PASSWORD } from '../test/helpers/panel-acts.js';
import { signIn, type ChatClient } from '../test/helpers/xmpp-client.js';
import { Box } from './box.js';
import { buildPackage, installPackage } from './package-in-a-box.js';

/** As docs/operating.md says. */
const PACK = [
  'systemctl stop ebox-jabber.service ebox-jabber-helper.socket ebox-jabber-daemons.target',
  'tar -C / -cpf /root/state.tar --exclude=distribution-units --exclude=masked-units var/lib/ebox-jabber etc/ebox-jabber etc/default/ebox-jabber',
].join(' && ');
const UNPACK = [
  'systemctl stop ebox-jabber.service ebox-jabber-helper.socket',
  'tar -C / -xpf /root/state.tar',
  'systemctl start ebox-jabber-daemons.target ebox-jabber.service',
].join(' && ');

async function signInAs(context: TestContext, username: string): Promise<ChatClient> {
  const account = { domain: 'chat.lan', port: 5222, username, password: PASSWORD };
  return eventually(() => signIn(context, account), 30);
}

test('a package moves from Debian bookworm to trixie, where accounts have other numbers', async (context) => {
  const deb = buildPackage('0.1.0');
  const old = Box.make('bookworm');
  context.after(() => old.remove());
  await old.boot();
  await old.run('apt-get', 'update');
  await installPackage(old, deb);
  for (const command of [
    'eboxctl modules enable jabber --yes',
    'eboxctl settings set jabber domain=chat.lan muc=yes --yes',
    `echo '${PASSWORD}' | eboxctl users add alice --last-name Liddell --set jabber.account=enabled`,
    `echo '${PASSWORD}' | eboxctl users add bob --last-name Builder --set jabber.account=enabled`,
    'eboxctl save --yes',
  ])
    await old.sh(command);
  await (await signInAs(context, 'bob')).xmpp.stop();
  const alice = await signInAs(context, 'alice');
  const item = xml('query', { xmlns: 'jabber:iq:roster' }, xml('item', { jid: 'bob@chat.lan' }));
  await alice.xmpp.iqCaller.request(xml('iq', { type: 'set', id: 'add' }, item));
  await alice.xmpp.send(xml('message', { to: 'bob@chat.lan', type: 'chat' }, xml('body', {}, 'for later')));
  await alice.xmpp.stop();
  await old.sh(PACK);
  const state = old.read('/root/state.tar');
  const numbers = await old.sh('id -u jabber openldap ebox-jabber');
  await old.powerOff();

  const box = Box.make('trixie');
  context.after(() => box.remove());
  await box.boot();
  await box.run('apt-get', 'update');
  // Accounts that came first have the numbers that ours had; and a chat server was here before.
  await box.sh('apt-get install -y --no-install-recommends adduser jabberd2 2>&1');
  await box.sh('for name in a b c d e f; do adduser --system --group --quiet "other-$name"; done');
  await installPackage(box, deb);
  assert.notEqual(await box.sh('id -u jabber openldap ebox-jabber'), numbers);
  box.put('/root/state.tar', state);
  await box.sh(UNPACK);

  await context.test('the doctor names the chat server that was there, and how to stop it', async () => {
    await eventually(async () => {
      const said = await box.sh('eboxctl doctor || true');
      assert.match(
        said,
        /Port 5222 \(Client connections\): jabberd2-c2s listens, but not the one of this panel: it runs with \/etc\/jabberd2\/c2s\.xml/,
      );
    }, 60);
    await box.sh('systemctl disable --now jabberd jabberd-router jabberd-sm jabberd-c2s jabberd-s2s 2>&1');
    for (const daemon of ['router', 'sm', 'c2s', 'muc'])
      await box.sh(`eboxctl daemons restart ${daemon} --yes || true`);
  });

  await context.test(
    'everybody chats, with contacts and waiting messages, and nothing was changed by hand',
    async (part) => {
      await eventually(() => box.sh('eboxctl status'), 60);
      assert.doesNotMatch(await box.sh('eboxctl status'), /by hand/);
      const there = await signInAs(part, 'alice');
      const query = xml('query', { xmlns: 'jabber:iq:roster' });
      const answer = await there.xmpp.iqCaller.request(xml('iq', { type: 'get', id: 'roster' }, query));
      assert.match(String(answer), /bob@chat\.lan/);
      const bob = await signInAs(part, 'bob');
      await bob.xmpp.send(xml('presence'));
      const message = await bob.stanza((stanza) => stanza.is('message'));
      assert.equal(message.getChildText('body'), 'for later');
    },
  );

  await context.test('a save goes well, and the doctor finds no other problem', async () => {
    await box.sh('eboxctl settings set jabber muc=no --yes && eboxctl save --yes');
    assert.doesNotMatch(await box.sh('eboxctl doctor || true'), /PROBLEM/);
  });
});
