import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { xml } from '@xmpp/client';
import { tree, type AttributeChange } from '../../../src/core/directory.js';
import { Secret } from '../../../src/core/secret.js';
import { enabledPanel, userPassword, type EnabledPanel } from '../../helpers/enabled-panel.js';
import { signIn, type ChatClient } from '../../helpers/xmpp-client.js';
import { expectLog } from '../../helpers/log-rule.js';
import { liveOf } from '../../../src/modules/jabber/live/live.js';
import { portsOf } from '../../../src/modules/jabber/ports.js';

const nameOf = (userName: string): { type: string; value: string }[] => [
  { type: 'uid', value: userName },
  ...tree.users,
];
const noAccount: readonly AttributeChange[] = [
  { operation: 'delete', attribute: 'objectClass', values: ['userJabberAccount'] },
  { operation: 'delete', attribute: 'jabberUid', values: [] },
  { operation: 'delete', attribute: 'jabberAdmin', values: [] },
];

async function client(
  context: TestContext,
  { machine }: EnabledPanel,
  username: string,
  resource = 'r',
  password = userPassword,
): Promise<ChatClient> {
  return signIn(context, {
    domain: 'chat.lan',
    port: portsOf(machine.layout).client,
    username,
    password,
    resource,
  });
}

const contactsOf = async (who: ChatClient): Promise<string> =>
  (
    await who.xmpp.iqCaller.request(xml('iq', { type: 'get' }, xml('query', { xmlns: 'jabber:iq:roster' })))
  ).toString();

test('off means off, whoever changed the directory', async (context) => {
  expectLog('panel', / info ended \d sessions of users who may no longer be connected: (alice|bob|carol)$/);
  expectLog('sign-in', / info refused "alice": no enabled account of this name$/);
  expectLog('sign-in', / info refused "bob": wrong password$/);
  const enabled = await enabledPanel(context, ['alice', 'bob', 'carol', 'dora', 'erin']);
  const { panel, machine } = enabled;

  await context.test('who is connected comes from the session manager', async () => {
    assert.deepEqual(await panel.sessionWatch.connected(), []);
    const alice = await client(context, enabled, 'alice');
    assert.deepEqual(await panel.sessionWatch.connected(), [
      { address: 'alice@chat.lan/r', userName: 'alice' },
    ]);
    const known = new Promise((resolve) => liveOf(machine).news.onSignIn(resolve));
    await panel.sessionWatch.look();
    await known;
    const { rows, total } = await panel.users.list({ isOnline: true }, 1);
    assert.equal(total, 1);
    assert.equal(rows[0]?.userName, 'alice');
    assert.ok(Math.abs((rows[0].lastSignIn ?? 0) - Date.now()) < 60_000, 'the list knows the last sign-in');
    assert.equal((await panel.users.list({ lastSignIn: 'unknown' }, 1)).total, 4);
    await alice.xmpp.stop();
  });

  await context.test(
    "an account that is taken away in the directory ends its sessions, and nobody else's",
    async () => {
      const alice = await client(context, enabled, 'alice');
      const second = await client(context, enabled, 'alice', 'phone');
      const bob = await client(context, enabled, 'bob');
      await alice.xmpp.iqCaller.request(
        xml(
          'iq',
          { type: 'set' },
          xml('query', { xmlns: 'jabber:iq:roster' }, xml('item', { jid: 'bob@chat.lan', name: 'Bob' })),
        ),
      );
      await panel.sessionWatch.look();
      assert.equal(alice.xmpp.status, 'online');

      await machine.directory.modify(nameOf('alice'), noAccount);
      await panel.sessionWatch.look();
      await Promise.all([alice.disconnected(), second.disconnected()]);
      assert.equal(bob.xmpp.status, 'online');
      await assert.rejects(client(context, enabled, 'alice'), /not-authorized/);
    },
  );

  await context.test('the contact list is there when the account is back', async () => {
    await machine.directory.modify(nameOf('alice'), [
      { operation: 'add', attribute: 'objectClass', values: ['userJabberAccount'] },
      { operation: 'add', attribute: 'jabberUid', values: ['alice'] },
      { operation: 'add', attribute: 'jabberAdmin', values: ['FALSE'] },
    ]);
    assert.match(await contactsOf(await client(context, enabled, 'alice')), /bob@chat\.lan/);
  });

  await context.test('a new password ends the sessions that were begun with the old one', async () => {
    const bob = await client(context, enabled, 'bob');
    await panel.sessionWatch.look();
    await machine.directory.setPassword(nameOf('bob'), new Secret('another password'));
    await panel.sessionWatch.look();
    await bob.disconnected();
    await assert.rejects(client(context, enabled, 'bob'), /not-authorized/);
    const again = await client(context, enabled, 'bob', 'r', 'another password');
    await panel.sessionWatch.look();
    assert.equal(again.xmpp.status, 'online');
  });

  await context.test(
    'an entry that names its owner in two ways lets nobody in, under either name',
    async () => {
      expectLog(
        'panel',
        / info ended \d sessions of users who may no longer be connected: (dora, erin|erin, dora)$/,
      );
      expectLog('sign-in', / info refused "(dora|dorothy|erin|erika)": no enabled account of this name$/);
      const [dora, erin] = await Promise.all(['dora', 'erin'].map((name) => client(context, enabled, name)));
      await panel.sessionWatch.look();
      await machine.directory.rename(nameOf('dora'), { type: 'uid', value: 'dorothy' });
      await machine.directory.modify(nameOf('erin'), [
        { operation: 'replace', attribute: 'jabberUid', values: ['erika'] },
      ]);
      await panel.sessionWatch.look();
      await Promise.all([dora?.disconnected(), erin?.disconnected()]);
      for (const name of ['dora', 'dorothy', 'erin', 'erika'])
        await assert.rejects(client(context, enabled, name), /not-authorized/, name);
      for (const name of ['dorothy', 'erin']) {
        const user = await panel.users.find(name);
        assert.deepEqual(user.accounts[0]?.values, { account: 'disabled', administrator: false }, name);
      }

      const user = await panel.users.find('erin');
      const fields = { firstName: '', lastName: 'erin', comment: '', password: '', passwordAgain: '' };
      const accounts = { jabber: { account: 'enabled', administrator: false } };
      const mended = await panel.users.edit('erin', { csn: user.csn, fields, accounts });
      assert.equal(mended.kind, 'changed');
      const again = await client(context, enabled, 'erin');
      await panel.sessionWatch.look();
      assert.equal(again.xmpp.status, 'online');
    },
  );

  await context.test('a user who is deleted is signed out', async () => {
    const carol = await client(context, enabled, 'carol');
    await machine.directory.remove(nameOf('carol'));
    await panel.sessionWatch.look();
    await carol.disconnected();
  });

  await context.test("a directory that is away ends nobody's session", async () => {
    expectLog('panel', / error (cannot watch who is connected: )?The directory of users does not answer: /);
    const bob = await client(context, enabled, 'bob', 'last', 'another password');
    await machine.daemons.stop('slapd');
    await panel.sessionWatch.look();
    assert.equal(bob.xmpp.status, 'online');
    await machine.daemons.start('slapd');
  });
});
