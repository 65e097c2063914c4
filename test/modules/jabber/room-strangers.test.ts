import assert from 'node:assert/strict';
import { test } from 'node:test';
import { xml } from '@xmpp/client';
import { panelName, roomsAdministrator } from '../../../src/modules/jabber/domain.js';
import { disconnectPanel, PANEL_SECRET } from '../../../src/modules/jabber/panel.js';
import { portsOf } from '../../../src/modules/jabber/ports.js';
import { createRoom } from '../../../src/modules/jabber/rooms/change-room.js';
import { RoomList } from '../../../src/modules/jabber/xmpp/room-list.js';
import { RoomQuestions } from '../../../src/modules/jabber/xmpp/room-question.js';
import { RouterComponent } from '../../../src/modules/jabber/xmpp/router-component.js';
import { chatClient, configureRoom, enterRoom } from '../../helpers/chat-rooms.js';
import { chatPassword, startChatServer, type ChatServer } from '../../helpers/jabberd2.js';
import { expectLog } from '../../helpers/log-rule.js';

const domain = 'chat.lan';
const host = `conference.${domain}`;

/** What s2s would send: the router looks at the addresses of the stanza, and not at who sends it. */
function serverOf({ machine }: ChatServer) {
  const component = new RouterComponent({
    ...{ network: machine.network, port: portsOf(machine.layout).router, name: panelName, log: machine.log },
    secret: () => machine.secrets.named(PANEL_SECRET),
  });
  const list = new RoomList(new RoomQuestions(component, roomsAdministrator));
  return {
    component,
    /** The names of rooms that there are afterwards. mu-conference takes one stanza after the other. */
    async enter(from: string, to: string, by = host): Promise<readonly string[]> {
      await component.tell(by, `<presence xmlns='jabber:client' from='${from}' to='${to}'/>`, 3);
      return (await list.rooms(host, 3)).map(({ jid }) => jid.split('@')[0] ?? '').sort();
    },
  };
}

test('users of other servers create rooms, unless the rooms are only for users of this server', async (context) => {
  expectLog('muc', /ERR: Aborting - NULL reference found/);
  const server = await startChatServer(context, { settings: { muc: true, otherServers: true } });
  const { machine } = server;
  let other = serverOf(server);
  context.after(() => other.component.close());
  await disconnectPanel(machine);
  assert.deepEqual(await other.enter('eve@evil.lan/r', `eve1@${host}/eve`), ['eve1']);
  await other.component.close();

  await server.change({ roomsForOwnUsers: true });
  const usual = { title: '', subject: '', access: 'everyone', most: 500, hidden: false } as const;
  assert.equal(await createRoom(machine, domain, { ...usual, name: 'tea', owner: 'alice' }), 'made');
  await disconnectPanel(machine);
  const alice = await chatClient(context, machine, 'alice', chatPassword);
  assert.equal(await enterRoom(alice, `tea@${host}`, 'alice'), '');
  assert.equal(await enterRoom(alice, `cake@${host}`, 'alice'), '');
  await configureRoom(alice, `cake@${host}`, { roomname: 'Cake' });

  other = serverOf(server);
  const full = `\uff43onference.${domain}`;
  for (const [from, to] of [
    ['eve@evil.lan/r', `eve2@${host}/eve`],
    ['eve@evil.lan', `eve2@${host.toUpperCase()}/eve`],
    ['eve@evil.lan', `eve2@${full}/eve`],
    [`evil.lan/x@${domain}`, `eve2@${host}/eve`],
    [`evil.lan/x@${domain}/y`, `eve2@${host}/eve`],
    ['evil.lan', `eve2@${host}/x@${domain}`],
    ['eve@evil.lan', `eve2@${host}/x@${domain}`],
    ['eve@evil.lan/r', `tea@${host}/eve`],
  ] as const)
    assert.deepEqual(await other.enter(from, to), ['cake', 'tea'], `${from} to ${to}`);

  const message = `<message xmlns='jabber:client' from='eve@evil.lan/r' to='alice@${domain}'><body>Hello</body></message>`;
  await other.component.tell(domain, message, 3);
  await alice.stanza((stanza) => stanza.getChildText('body') === 'Hello');
  await alice.xmpp.send(xml('presence', { to: `tea@${host}/Alice` }));
  await alice.stanza((stanza) => stanza.attrs['from'] === `tea@${host}/Alice`);
  assert.ok(!alice.received.some((stanza) => String(stanza.attrs['from']).endsWith('/eve')));
});
