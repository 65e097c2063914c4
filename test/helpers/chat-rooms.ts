import { randomUUID } from 'node:crypto';
import type { TestContext } from 'node:test';
import { xml } from '@xmpp/client';
import type { Machine } from '../../src/core/ports.js';
import { portsOf } from '../../src/modules/jabber/ports.js';
import { eventually } from './eventually.js';
import { signIn, type ChatClient } from './xmpp-client.js';

/** Namespace of XEP-0045. */
export const MUC = 'http://jabber.org/protocol/muc';

/** Signs a user of chat.lan in, who is there for others. */
export async function chatClient(
  context: TestContext,
  machine: Machine,
  username: string,
  password: string,
): Promise<ChatClient> {
  const { client: port } = portsOf(machine.layout);
  const who = await eventually(() => signIn(context, { domain: 'chat.lan', port, username, password }));
  await who.xmpp.send(xml('presence'));
  return who;
}

/** Enters a room; what the room answers: `''`, or its error. */
export async function enterRoom(who: ChatClient, room: string, nick: string): Promise<string> {
  const from = `${room}/${nick}`;
  const before = who.received.length;
  await who.xmpp.send(xml('presence', { to: from }, xml('x', { xmlns: MUC })));
  const answer = await who.stanza(
    (stanza) =>
      stanza.is('presence') && stanza.attrs['from'] === from && who.received.indexOf(stanza) >= before,
  );
  return answer.attrs['type'] === 'error' ? String(answer) : '';
}

/** Asks a room or its service; the answer as text. Throws the error of the answer. */
export async function askRoom(
  who: ChatClient,
  type: 'get' | 'set',
  to: string,
  payload: ReturnType<typeof xml>,
): Promise<string> {
  const id = randomUUID();
  await who.xmpp.send(xml('iq', { id, type, to }, payload));
  const answer = await who.stanza((stanza) => stanza.is('iq') && stanza.attrs['id'] === id);
  if (answer.attrs['type'] === 'error') throw new Error(String(answer));
  return String(answer);
}

/** Sends the owner's form with some fields filled in. */
export function configureRoom(
  who: ChatClient,
  room: string,
  values: Readonly<Record<string, string>>,
): Promise<string> {
  const fields = Object.entries(values).map(([name, value]) =>
    xml('field', { var: `muc#roomconfig_${name}` }, xml('value', {}, value)),
  );
  const form = xml('x', { xmlns: 'jabber:x:data', type: 'submit' }, ...fields);
  return askRoom(who, 'set', room, xml('query', { xmlns: `${MUC}#owner` }, form));
}

/** Sets what a room is about. */
export async function setSubject(who: ChatClient, room: string, subject: string): Promise<void> {
  await who.xmpp.send(xml('message', { to: room, type: 'groupchat' }, xml('subject', {}, subject)));
  await who.stanza((stanza) => stanza.is('message') && stanza.getChildText('subject') === subject);
}
