import assert from 'node:assert/strict';
import { test } from 'node:test';
import { xml } from '@xmpp/client';
import { z } from 'zod';
import { isAsked, type Act, type Asked, type Deed, type Outcome } from '../../../src/core/act.js';
import type { User } from '../../../src/core/user.js';
import { english } from '../../../src/core/words/english.js';
import { PanelError } from '../../../src/errors.js';
import { showRoom } from '../../../src/modules/jabber/pages/rooms/show.js';
import { roomActs } from '../../../src/modules/jabber/rooms/acts/index.js';
import type { RoomCame } from '../../../src/modules/jabber/rooms/acts/parts.js';
import { roomDetails } from '../../../src/modules/jabber/rooms/room-details.js';
import { roomRows } from '../../../src/modules/jabber/rooms/room-rows.js';
import { gated } from '../../../src/services/acts/gate.js';
import { askRoom, chatClient, configureRoom, enterRoom, MUC } from '../../helpers/chat-rooms.js';
import { eventually } from '../../helpers/eventually.js';
import { freeze } from '../../helpers/freeze.js';
import { chatPassword, startChatServer, type ChatServer } from '../../helpers/jabberd2.js';
import { expectLog } from '../../helpers/log-rule.js';
import { agreed, unasked } from '../../helpers/permissions.js';

const domain = 'chat.lan';
const host = `conference.${domain}`;
const tea = `tea@${host}`;

/** The acts over a real chat server, with alice and bob in the directory, and what they recorded. */
function actsOn({ machine, settings }: ChatServer) {
  const deeds: Deed[] = [];
  const audit = {
    prepare: () => Promise.resolve(),
    recordAct: (_actor: unknown, _act: unknown, done: readonly Deed[]) => {
      deeds.push(...done);
      return Promise.resolve();
    },
  };
  const user: User = {
    ...{ userName: '', firstName: '', lastName: '', fullName: '', comment: '', csn: '' },
    accounts: [],
  };
  const find = (userName: string): Promise<User> =>
    ['alice', 'bob'].includes(userName)
      ? Promise.resolve({ ...user, userName })
      : Promise.reject(new PanelError('directory-no-such-entry'));
  const frame = {
    active: () => settings,
    machine,
    people: { find },
    connectedLately: () => Promise.resolve([]),
    gate: <Wanted, Came extends Outcome>(act: Act<Wanted, Came>) => gated(audit, act),
  };
  return { frame, audit, deeds };
}

const sentences = (deeds: readonly Deed[]) =>
  deeds.map(({ what, before, after }) =>
    [what, before, after]
      .flatMap((part) => (part === undefined ? [] : [typeof part === 'string' ? part : english(part)]))
      .join(' | '),
  );

const errorsOf = (came: RoomCame | Asked) => (came.kind === 'invalid' ? Object.keys(came.errors) : came.kind);

const newRoom = (changed: Readonly<Record<string, string | number | boolean>> = {}) => ({
  values: {
    name: 'tea',
    title: 'Tea <&> room',
    subject: 'Black or green?',
    owner: 'alice',
    access: 'members',
    most: 12,
    hidden: true,
    ...changed,
  },
});

const formOf = (who: Awaited<ReturnType<typeof chatClient>>, room: string) =>
  askRoom(who, 'get', room, xml('query', { xmlns: `${MUC}#owner` })).catch((error: unknown) => String(error));

test('rooms are created, changed, given away and deleted, as clients see it', async (context) => {
  expectLog('muc', /ERR: Aborting - NULL reference found/);
  const server = await startChatServer(context, { settings: { muc: true } });
  const { machine } = server;
  const { frame, audit, deeds } = actsOn(server);
  const acts = roomActs(frame);
  const client = (name: string) => chatClient(context, machine, name, chatPassword);
  const [alice, bob] = await Promise.all([client('alice'), client('bob')]);

  await context.test('nothing wrong is created, and nothing that cannot be written down', async () => {
    const wrong = { name: 'Tea room', owner: 'nobody', most: 30, title: 'a\u202eb' };
    assert.deepEqual([errorsOf(await acts.create.request(newRoom(wrong), agreed))].flat().sort(), [
      'most',
      'name',
      'title',
    ]);
    assert.deepEqual(errorsOf(await acts.create.request(newRoom({ owner: 'nobody' }), agreed)), ['owner']);
    const { prepare } = audit;
    audit.prepare = () => Promise.reject(new PanelError('not-recorded', { reason: 'the disk is full' }));
    await assert.rejects(acts.create.request(newRoom(), agreed), { code: 'not-recorded' });
    audit.prepare = prepare;
    assert.deepEqual([(await roomRows(machine, domain)).rows, deeds], [[], []]);
  });

  await context.test('a permanent room belongs to its owner, and to nobody else', async () => {
    assert.equal((await acts.create.request(newRoom(), unasked)).kind, 'done');
    const { info, most, file, nicks } = await roomDetails(machine, domain, 'tea');
    assert.deepEqual(info, {
      ...{ title: 'Tea <&> room', description: info.description, subject: 'Black or green?' },
      ...{ isPermanent: true, isHidden: true, hasPassword: false, isModerated: false },
      ...{ isMembersOnly: true, showsAddresses: false },
    });
    assert.deepEqual([most, nicks], [12, []]);
    assert.equal(file?.creator, 'rooms@panel.ebox.invalid');
    assert.ok(file.owners.includes('alice@chat.lan'));
    assert.match(await enterRoom(bob, tea, 'bob'), /registration-required/);
    assert.equal(await enterRoom(alice, tea, 'alice'), '');
    assert.match(await formOf(alice, tea), /Tea &lt;&amp;&gt; room/);
    assert.deepEqual(sentences(deeds.splice(0)), ['Chat room tea created | owner alice']);
  });

  await context.test(
    'a name that is taken is left alone, also that of a room that is being made',
    async () => {
      assert.deepEqual(errorsOf(await acts.create.request(newRoom({ owner: 'bob' }), agreed)), ['name']);
      const salt = `salt@${host}`;
      assert.equal(await enterRoom(bob, salt, 'bob'), '');
      assert.deepEqual(errorsOf(await acts.create.request(newRoom({ name: 'salt' }), agreed)), ['name']);
      assert.match(await enterRoom(alice, salt, 'alice'), /item-not-found|not-allowed|error/);
      await configureRoom(bob, salt, { persistentroom: '0' });
      assert.equal(await enterRoom(alice, salt, 'alice'), '');
      assert.deepEqual(deeds, []);
    },
  );

  await context.test('a change changes what it names', async () => {
    const changes = { title: 'Tea for all', access: 'everyone', subject: 'Green' };
    assert.equal((await acts.change.request({ name: 'tea', changes }, agreed)).kind, 'done');
    assert.equal(await enterRoom(bob, tea, 'bob'), '');
    const { info, most } = await roomDetails(machine, domain, 'tea');
    assert.deepEqual(
      [info.title, info.subject, info.isHidden, info.isPermanent, most],
      ['Tea for all', 'Green', true, true, 12],
    );
    await bob.stanza((stanza) => stanza.getChildText('subject') === 'Green');
    assert.deepEqual(sentences(deeds.splice(0)), [
      'Chat room tea: Title | Tea <&> room | Tea for all',
      'Chat room tea: Subject | Black or green? | Green',
      'Chat room tea: Who may enter | Only members: those whom an owner adds to the room’s list | Everybody who can chat with this server',
    ]);
    await assert.rejects(acts.change.request({ name: 'none', changes }, agreed), { code: 'not-found' });
    assert.deepEqual(sentences(deeds.splice(0)), ['Chat room none changed']);
    assert.equal((await roomRows(machine, domain)).rows.length, 2);
  });

  await context.test('the page of the room names those who are in', async () => {
    const page = await showRoom(frame, 'tea');
    assert.ok(page.kind === 'shown');
    const { nicks } = z.object({ nicks: z.array(z.string()) }).parse(page.page.locals['room']);
    assert.deepEqual(nicks.sort(), ['alice', 'bob']);
  });

  await context.test('a new owner owns it, and the one before no longer', async () => {
    assert.match(await formOf(bob, tea), /forbidden/);
    const wanted = { name: 'tea', owner: 'bob', isAlone: true };
    const came = await acts.give.request(wanted, agreed);
    assert.equal(came.kind === 'done' && english(came.sentence), 'bob now owns the chat room tea.');
    assert.match(await formOf(bob, tea), /Tea for all/);
    assert.match(await formOf(alice, tea), /forbidden/);
    await eventually(async () => {
      const { file } = await roomDetails(machine, domain, 'tea');
      assert.deepEqual(
        file?.owners.filter((jid) => jid.endsWith('@chat.lan')),
        ['bob@chat.lan'],
      );
    });
    assert.deepEqual(sentences(deeds.splice(0)), [
      'Chat room tea given to bob | the owners before lost their rights',
    ]);
  });

  await context.test('rooms that do not answer are neither changed nor deleted, and it is said', async () => {
    const { pid } = await machine.daemons.state('muc');
    const gone = { name: 'tea', reason: 'late' };
    await roomDetails(machine, domain, 'tea');
    await freeze(pid);
    try {
      await assert.rejects(
        acts.create.request(newRoom({ name: 'late' }), agreed),
        /does not answer: No answer/,
      );
      await assert.rejects(acts.destroy.request(gone, agreed), { code: 'daemon-not-answering' });
    } finally {
      process.kill(pid, 'SIGCONT');
    }
    await eventually(async () =>
      assert.equal((await roomDetails(machine, domain, 'tea')).info.title, 'Tea for all'),
    );
    assert.ok(!(await roomRows(machine, domain)).rows.some(({ name }) => name === 'late'));
    assert.match(sentences(deeds.splice(0)).join(), /Chat room late created/);
  });

  await context.test('a room is deleted when that was agreed to; those inside are told why', async () => {
    const wanted = { name: 'tea', reason: 'Closed <for> good' };
    const asked = await acts.destroy.request(wanted, unasked);
    assert.ok(isAsked(asked));
    assert.match(asked.question?.sentences.map(english).join(' ') ?? '', /2 people are in the room/);
    assert.ok((await roomRows(machine, domain)).rows.some(({ name }) => name === 'tea'));
    assert.equal((await acts.destroy.request(wanted, agreed)).kind, 'done');
    const told = await bob.stanza((stanza) => String(stanza).includes('<destroy'));
    assert.match(String(told), /Closed &lt;for&gt; good/);
    assert.ok(!(await roomRows(machine, domain)).rows.some(({ name }) => name === 'tea'));
    assert.deepEqual(sentences(deeds.splice(0)), ['Chat room tea deleted | Closed <for> good']);
    await assert.rejects(acts.destroy.request(wanted, agreed), { code: 'not-found' });
  });
});

test('a user who administers all rooms is listed as the owner of none, and the panel says so', async (context) => {
  expectLog('muc', /ERR: Aborting - NULL reference found/);
  const server = await startChatServer(context, { settings: { muc: true }, administrators: ['alice'] });
  const { frame, deeds } = actsOn(server);
  const acts = roomActs(frame);
  const ownersOf = async () => (await roomRows(server.machine, domain)).rows.map(({ owners }) => owners);
  const came = await acts.create.request(newRoom(), agreed);
  assert.match(came.kind === 'done' ? english(came.sentence) : '', /has no owner: alice has administration/);
  assert.deepEqual(sentences(deeds.splice(0)), ['Chat room tea created | no owner']);
  assert.deepEqual(await ownersOf(), [[]]);
  assert.equal((await acts.give.request({ name: 'tea', owner: 'bob', isAlone: false }, agreed)).kind, 'done');
  deeds.length = 0;
  assert.deepEqual(
    errorsOf(await acts.give.request({ name: 'tea', owner: 'alice', isAlone: true }, agreed)),
    ['owner'],
  );
  assert.deepEqual([await ownersOf(), deeds], [[['bob']], []]);
});
