import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import type { XmppElement } from '@xmpp/client';
import { isAsked, type Deed } from '../../../src/core/act.js';
import type { Frame } from '../../../src/core/module/index.js';
import type { Machine } from '../../../src/core/ports.js';
import { english } from '../../../src/core/words/english.js';
import { PanelError } from '../../../src/errors.js';
import { disconnectPanel, jabber } from '../../../src/modules/jabber/index.js';
import { roomActs } from '../../../src/modules/jabber/rooms/acts/index.js';
import { createRoom } from '../../../src/modules/jabber/rooms/change-room.js';
import { attendDefaultRoom } from '../../../src/modules/jabber/rooms/default/attend.js';
import { defaultRoomOf } from '../../../src/modules/jabber/rooms/default/default-room.js';
import { defaultView } from '../../../src/modules/jabber/rooms/default/default-view.js';
import { invitationsOf } from '../../../src/modules/jabber/rooms/default/invitations.js';
import { roomWatchOf } from '../../../src/modules/jabber/rooms/room-watch.js';
import { gated } from '../../../src/services/acts/gate.js';
import { chatClient, configureRoom, enterRoom } from '../../helpers/chat-rooms.js';
import { eventually } from '../../helpers/eventually.js';
import { freeze } from '../../helpers/freeze.js';
import { chatPassword, startChatServer, type ChatServer } from '../../helpers/jabberd2.js';
import { expectLog } from '../../helpers/log-rule.js';
import { agreed, unasked } from '../../helpers/permissions.js';
import type { ChatClient } from '../../helpers/xmpp-client.js';

const domain = 'chat.lan';
const host = `conference.${domain}`;
const tea = `tea@${host}`;

/** A start of the panel beside a chat server. */
function startPanel({ machine: given, settings }: ChatServer) {
  const machine: Machine = { ...given };
  const deeds: Deed[] = [];
  const audit = {
    prepare: () => Promise.resolve(),
    recordAct: (_actor: unknown, _act: unknown, done: readonly Deed[]) => {
      deeds.push(...done);
      return Promise.resolve();
    },
  };
  let listener: Parameters<Frame['onLook']>[0] = () => undefined;
  const sessions = () => jabber.sessions?.sessions(machine, settings) ?? Promise.resolve([]);
  const frame: Parameters<typeof roomActs>[0] & Pick<Frame, 'onLook'> = {
    machine,
    active: () => settings,
    people: { find: () => Promise.reject(new PanelError('directory-no-such-entry')) },
    connectedLately: sessions,
    gate: (act) => gated(audit, act),
    onLook: (given) => {
      listener = given;
    },
  };
  attendDefaultRoom(frame);
  return {
    machine,
    audit,
    deeds,
    acts: roomActs(frame),
    /** What the session watch does every few seconds; twice, since an invitation counts at the next look. */
    async look() {
      for (let turn = 0; turn < 2; turn += 1) {
        const at = machine.clock.monotonic();
        listener(await sessions(), at);
        await invitationsOf(machine).saw(domain, { jids: [], at: 0 });
      }
    },
  };
}

const invitations = ({ received }: ChatClient): readonly XmppElement[] =>
  received.flatMap((stanza) => {
    const invitation = stanza.is('message') ? stanza.getChild('x', 'jabber:x:conference') : undefined;
    return invitation === undefined ? [] : [invitation];
  });

const rooms = (...all: readonly ChatClient[]) =>
  all.map((who) => invitations(who).map(({ attrs }) => String(attrs['jid']).split('@')[0]));

async function started(context: TestContext) {
  const server = await startChatServer(context, { settings: { muc: true } });
  const { machine } = server;
  const usual = { title: '', subject: '', access: 'everyone', most: 500, hidden: false } as const;
  for (const name of ['tea', 'cake']) await createRoom(machine, domain, { ...usual, name, owner: 'alice' });
  await createRoom(machine, domain, { ...usual, name: 'club', owner: 'alice', access: 'members' });
  await disconnectPanel(machine);
  const client = (name: string) => chatClient(context, machine, name, chatPassword);
  return { server, client };
}

test('the default room', async (context) => {
  const { server, client } = await started(context);
  let panel = startPanel(server);
  context.after(() => disconnectPanel(panel.machine));
  const [alice, bob] = await Promise.all([client('alice'), client('bob')]);
  const words = 'Tea <for> "all" & you';

  await context.test('is only a room that everybody may enter, and only when that is agreed to', async () => {
    const errors = await panel.acts.chooseDefault.request({ name: 'club', words }, agreed);
    assert.ok(errors.kind === 'invalid' && '' in errors.errors);
    const invisible = await panel.acts.chooseDefault.request({ name: 'tea', words: 'a\u202eb' }, agreed);
    assert.ok(invisible.kind === 'invalid' && 'words' in invisible.errors);
    await assert.rejects(panel.acts.chooseDefault.request({ name: 'none', words }, agreed), {
      code: 'not-found',
    });
    const asked = await panel.acts.chooseDefault.request({ name: 'tea', words }, unasked);
    assert.ok(isAsked(asked));
    assert.match(asked.question?.sentences.map(english).join(' ') ?? '', /2 clients are connected/);
    const { prepare } = panel.audit;
    panel.audit.prepare = () =>
      Promise.reject(new PanelError('not-recorded', { reason: 'the disk is full' }));
    await assert.rejects(panel.acts.chooseDefault.request({ name: 'tea', words }, agreed), {
      code: 'not-recorded',
    });
    panel.audit.prepare = prepare;
    await panel.look();
    assert.deepEqual([rooms(alice, bob), await defaultRoomOf(panel.machine).chosen()], [[[], []], null]);
  });

  await context.test('invites who is connected, and who signs in later, once a person', async () => {
    panel.deeds.length = 0;
    assert.equal((await panel.acts.chooseDefault.request({ name: 'tea', words }, agreed)).kind, 'done');
    assert.deepEqual(
      panel.deeds.map(({ what, after }) => [english(what), after]),
      [['Chat room tea made the default room', words]],
    );
    await panel.look();
    const carol = await client('carol');
    const phone = await client('alice');
    await panel.look();
    await panel.look();
    const message = await carol.stanza((stanza) => stanza.is('message'));
    assert.deepEqual(rooms(alice, bob, carol, phone), [['tea'], ['tea'], ['tea'], []]);
    const [invitation] = invitations(carol);
    assert.deepEqual(invitation?.attrs['reason'], words);
    assert.deepEqual([message.attrs['from'], message.getChildText('body')], [domain, words]);
    assert.equal(await enterRoom(carol, String(invitation.attrs['jid']), 'carol'), '');
    const { sentences, isAmiss } = await defaultView(panel.machine, domain);
    assert.match(sentences.map(english).join(' '), /3 people were invited so far/);
    assert.equal(isAmiss, false);
  });

  await context.test('is remembered over a restart of the panel', async () => {
    await disconnectPanel(panel.machine);
    panel = startPanel(server);
    const dave = await client('dave');
    await panel.look();
    assert.deepEqual(rooms(alice, bob, dave), [['tea'], ['tea'], ['tea']]);
    await defaultRoomOf(panel.machine).forget('dave');
    await panel.look();
    assert.deepEqual(rooms(dave), [['tea', 'tea']]);
  });

  await context.test('rooms that do not answer invite nobody, and forget nothing', async () => {
    expectLog('panel', /cannot invite anybody to the default room: No answer within/);
    const { pid } = await panel.machine.daemons.state('muc');
    const erin = await client('erin');
    await freeze(pid);
    roomWatchOf(panel.machine).forget(tea);
    try {
      await panel.look();
    } finally {
      process.kill(pid, 'SIGCONT');
    }
    assert.deepEqual(rooms(erin), [[]]);
    await eventually(async () => {
      await panel.look();
      assert.deepEqual(rooms(alice, erin), [['tea'], ['tea']]);
    });
  });

  await context.test('another one invites all of them again', async () => {
    await panel.acts.chooseDefault.request({ name: 'cake', words: '' }, agreed);
    await panel.look();
    const invitation = invitations(bob).at(-1);
    assert.deepEqual(rooms(bob), [['tea', 'cake']]);
    assert.equal(invitation?.attrs['reason'], undefined);
  });

  await context.test('that is for members only meanwhile waits', async () => {
    const change = { name: 'cake', changes: { access: 'members' } };
    await panel.acts.change.request(change, agreed);
    const frank = await client('frank');
    await panel.look();
    assert.deepEqual(rooms(frank), [[]]);
    const view = await defaultView(panel.machine, domain);
    assert.match(english(view.sentences[0] ?? ''), /not open to everybody any more/);
    await panel.acts.change.request({ name: 'cake', changes: { access: 'everyone' } }, agreed);
    await panel.look();
    assert.deepEqual(rooms(frank), [['cake']]);
  });

  await context.test('that ended invites nobody, nor does another room of its name', async () => {
    expectLog('muc', /ERR: Aborting - NULL reference found/);
    await panel.acts.destroy.request({ name: 'cake', reason: '' }, agreed);
    await panel.look();
    const cake = `cake@${host}`;
    assert.equal(await enterRoom(bob, cake, 'bob'), '');
    await configureRoom(bob, cake, { persistentroom: '1' });
    const grace = await client('grace');
    await panel.look();
    assert.deepEqual(rooms(grace), [[]]);
    const { sentences, isAmiss } = await defaultView(panel.machine, domain);
    assert.match(sentences.map(english).join(' '), /not there any more, so nobody is invited/);
    assert.equal(isAmiss, true);
  });

  await context.test('can be taken back', async () => {
    panel.deeds.length = 0;
    await panel.acts.noDefault.request({}, agreed);
    assert.deepEqual(
      panel.deeds.map(({ what, before }) => [english(what), before]),
      [['No default chat room any more', 'cake']],
    );
    assert.deepEqual(await defaultView(panel.machine, domain), { jid: '', sentences: [], isAmiss: false });
  });
});
