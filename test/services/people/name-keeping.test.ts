import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { xml } from '@xmpp/client';
import { isAsked } from '../../../src/core/act.js';
import type { KeptChoice } from '../../../src/core/people/user-acts.js';
import { said } from '../../helpers/in-english.js';
import { enabledPanel, userPassword, type EnabledPanel } from '../../helpers/enabled-panel.js';
import { eventually } from '../../helpers/eventually.js';
import { expectLog } from '../../helpers/log-rule.js';
import { signIn, type ChatClient } from '../../helpers/xmpp-client.js';
import { inEnglish } from '../../helpers/in-english.js';
import { portsOf } from '../../../src/modules/jabber/ports.js';

const permission = { actor: { who: 'admin', from: '', session: '' }, isSteppedUp: true, answer: -1 };
const domain = 'chat.lan';
const MUC = 'http://jabber.org/protocol/muc';
const ROSTER = 'jabber:iq:roster';

const valuesOf = (userName: string, account = 'enabled') => ({
  own: {
    userName,
    firstName: '',
    lastName: userName,
    comment: '',
    password: userPassword,
    passwordAgain: userPassword,
  },
  accounts: { jabber: { account, administrator: false } },
});

async function client(
  context: TestContext,
  { machine }: EnabledPanel,
  username: string,
): Promise<ChatClient> {
  const { client: port } = portsOf(machine.layout);
  const who = await eventually(() => signIn(context, { domain, port, username, password: userPassword }));
  await who.xmpp.send(xml('presence'));
  return who;
}

/** Sends it, and returns what came back when the server has dealt with it: `''`, or the error. */
async function write(from: ChatClient, to: string, text: string): Promise<string> {
  await from.xmpp.send(
    xml('message', { to: `${to}@${domain}`, type: 'chat', id: text }, xml('body', {}, text)),
  );
  await from.xmpp.iqCaller.request(
    xml('iq', { type: 'get', to: domain }, xml('ping', { xmlns: 'urn:xmpp:ping' })),
  );
  const isAnswer = (stanza: { attrs: Record<string, unknown> }): boolean =>
    stanza.attrs['id'] === text && stanza.attrs['type'] === 'error';
  return String(from.received.find((stanza) => stanza.is('message') && isAnswer(stanza)) ?? '');
}

const ask = async (who: ChatClient, type: 'get' | 'set', payload: ReturnType<typeof xml>, to?: string) =>
  String(await who.xmpp.iqCaller.request(xml('iq', { type, ...(to === undefined ? {} : { to }) }, payload)));

const contactsOf = (who: ChatClient) => ask(who, 'get', xml('query', { xmlns: ROSTER }));
const vcardOf = (who: ChatClient) =>
  ask(who, 'get', xml('vCard', { xmlns: 'vcard-temp' })).catch((error: unknown) => String(error));

/** Makes a permanent room in which `member` has rights. */
async function makeRoom(who: ChatClient, room: string, member: string): Promise<void> {
  await who.xmpp.send(xml('presence', { to: `${room}/${member}s-friend` }, xml('x', { xmlns: MUC })));
  await who.stanza((stanza) => String(stanza.attrs['from']).startsWith(room));
  const permanent = xml('field', { var: 'muc#roomconfig_persistentroom' }, xml('value', {}, '1'));
  const form = xml('x', { xmlns: 'jabber:x:data', type: 'submit' }, permanent);
  await ask(who, 'set', xml('query', { xmlns: `${MUC}#owner` }, form), room);
  const item = xml('item', { affiliation: 'member', jid: `${member}@${domain}` });
  await ask(who, 'set', xml('query', { xmlns: `${MUC}#admin` }, item), room);
}

test('what a name is known by and what is kept for it', async (context) => {
  expectLog('sm', / deleted user: jid=(bob|erin)@chat\.lan$/);
  const enabled = await enabledPanel(context, ['alice', 'carol']);
  const { panel, machine } = enabled;
  const { acts, names } = panel;
  const add = (userName: string, kept: KeptChoice | null = null, account = 'enabled') =>
    acts.addUser.request({ values: valuesOf(userName, account), kept }, permission);
  const remove = async (userName: string, own: boolean, places = false) => {
    const user = await panel.users.find(userName);
    const came = await acts.deleteUser.request({ user, own, places }, permission);
    return isAsked(came) ? 'asked' : said(came.sentence);
  };
  const alice = await client(context, enabled, 'alice');

  await context.test('a message waits for whoever was added and never signed in', async () => {
    assert.equal((await add('bob')).kind, 'added');
    assert.equal(await write(alice, 'bob', 'welcome'), '');
    const bob = await client(context, enabled, 'bob');
    await bob.stanza((stanza) => stanza.getChildText('body') === 'welcome');
    await bob.xmpp.stop();
  });

  await context.test('…also where an older panel, or somebody else, added them', async () => {
    assert.match(await write(alice, 'carol', 'too early'), /service-unavailable/);
    await panel.names.look();
    assert.equal(await write(alice, 'carol', 'in time'), '');
    assert.deepEqual(inEnglish((await names.kept('carol')).own), ['1 waiting message']);
  });

  await context.test('whoever has no account is told to nobody, until there is one', async () => {
    await add('dora', null, 'disabled');
    await panel.names.look();
    assert.match(await write(alice, 'dora', 'no account'), /service-unavailable/);
    const user = await panel.users.find('dora');
    const values = {
      ...valuesOf('dora'),
      own: { firstName: '', lastName: 'dora', comment: '', password: '', passwordAgain: '' },
    };
    assert.equal((await acts.editUser.request({ user, csn: user.csn, values }, permission)).kind, 'changed');
    assert.equal(await write(alice, 'dora', 'an account'), '');
  });

  await context.test('a deleted user leaves nothing for the next of the name', async () => {
    const bob = await client(context, enabled, 'bob');
    await ask(bob, 'set', xml('query', { xmlns: ROSTER }, xml('item', { jid: `alice@${domain}` })));
    await ask(bob, 'set', xml('vCard', { xmlns: 'vcard-temp' }, xml('FN', {}, 'The first Bob')));
    await bob.xmpp.stop();
    assert.equal(await write(alice, 'bob', 'private'), '');
    assert.deepEqual(inEnglish(await names.kept('bob')), {
      own: ['1 contact', '1 waiting message', '1 vCard'],
      places: [],
    });

    assert.match(await remove('bob', true), /What was kept for the name bob was deleted\./);
    await alice.stanza((stanza) => stanza.attrs['id'] === 'private' && stanza.attrs['type'] === 'error');
    assert.match(await write(alice, 'bob', 'to nobody'), /service-unavailable/);
    assert.deepEqual(inEnglish(await names.kept('bob')), { own: [], places: [] });

    assert.equal((await add('bob')).kind, 'added');
    const next = await client(context, enabled, 'bob');
    assert.doesNotMatch(await contactsOf(next), /alice/);
    assert.doesNotMatch(await vcardOf(next), /first Bob/);
    assert.equal(await write(alice, 'bob', 'to the next'), '');
    await next.stanza((stanza) => stanza.getChildText('body') === 'to the next');
    assert.ok(!next.received.some((stanza) => /private|to nobody/.test(String(stanza.getChildText('body')))));
    await ask(next, 'set', xml('query', { xmlns: ROSTER }, xml('item', { jid: `alice@${domain}` })));
    await next.xmpp.stop();
  });

  await context.test(
    'what is kept on purpose is said when the name is added, and handed over or deleted',
    async () => {
      assert.doesNotMatch(await remove('bob', false), /deleted/);
      for (const choice of ['hand-over', 'delete'] as const) {
        const asked = await add('bob');
        assert.deepEqual(inEnglish(asked.kind === 'kept' && asked.kept), { own: ['1 contact'], places: [] });
        await assert.rejects(panel.users.find('bob'), { code: 'directory-no-such-entry' });
        assert.equal((await add('bob', choice)).kind, 'added');
        const bob = await client(context, enabled, 'bob');
        assert.equal(/alice@/.test(await contactsOf(bob)), choice === 'hand-over');
        await bob.xmpp.stop();
        await remove('bob', choice === 'delete');
      }
      const [record] = await machine.audit.latest(1);
      assert.match(record?.what ?? '', /Data that was kept for the name bob deleted/);
    },
  );

  await context.test(
    'rights in rooms go, and a room that the name made only when that is wanted',
    async () => {
      const job = await enabled.save({ muc: true });
      assert.equal(job.outcome, 'done', JSON.stringify(job.failure));
      const [tea, cake] = [`tea@conference.${domain}`, `cake@conference.${domain}`];
      const again = alice.xmpp.status === 'online' ? alice : await client(context, enabled, 'alice');
      await add('erin');
      const erin = await client(context, enabled, 'erin');
      await makeRoom(again, tea, 'erin');
      await makeRoom(erin, cake, 'alice');
      assert.deepEqual(inEnglish((await names.kept('erin')).places), [
        { id: cake, title: `the room ${cake}`, isOwned: true },
        { id: tea, title: `the room ${tea}`, isOwned: false },
      ]);

      await remove('erin', true);
      await erin.disconnected();
      await eventually(async () => {
        assert.deepEqual(
          (await names.kept('erin')).places.map(({ id }) => id),
          [cake],
        );
      });
      const asked = await add('erin');
      assert.equal(asked.kind, 'kept', 'whoever made a room owns it');
      assert.equal((await add('erin', 'delete')).kind, 'added');
      await eventually(async () => assert.deepEqual((await names.kept('erin')).places, []));
      const rooms = await ask(
        again,
        'get',
        xml('query', { xmlns: 'http://jabber.org/protocol/disco#items' }),
        `conference.${domain}`,
      );
      assert.match(rooms, /tea@/);
      assert.doesNotMatch(rooms, /cake@/);
    },
  );
});
