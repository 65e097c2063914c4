import { z } from 'zod';
import type { ReadRecords } from '../../../core/module/index.js';
import type { Machine } from '../../../core/ports.js';
import { fakeSessionsOf, panelOf, tellDomain } from '../panel.js';
import { escaped, type Element } from '../xmpp/element.js';
import { printed } from '../xmpp/printed.js';
import { elementOf, storedStanza, type StoredStanza } from '../xmpp/stored-stanza.js';
import { removeContacts } from './contacts.js';
import type { Contacts } from './kept-records.js';
import type { OldAndNew } from './names.js';
import { SECONDS } from './seconds.js';

const PING = 'urn:xmpp:ping';
/** XEP-0359: a message that was sent on carries the number under which it waited for the old name. */
const STANZA_ID = 'urn:xmpp:sid:0';

const waitingSchema = z.object({ number: z.int(), xml: z.string() });

interface Waiting {
  readonly number: number;
  readonly stanza: StoredStanza;
}

/** The user whose messages move, as sm and as the records name it. */
interface Move {
  readonly userNames: OldAndNew;
  /** Bare JIDs, and the mark of this rename. */
  readonly contacts: Pick<Contacts, 'from' | 'to' | 'mark'>;
  readonly read: ReadRecords;
}

/**
 * Sends the messages that wait for the old name on to the new one, each once, with the time at which it came: one that waits
 * for the new name already is left alone, however often this is done. The new name must not be able to sign in meanwhile.
 * Requests to see the user do not go on: contacts ask again by themselves.
 * @returns how many sm did not take; their senders are told so by sm
 * @throws Error with the reason when sm does not answer
 */
export async function sendOn(machine: Machine, move: Move): Promise<number> {
  return send(machine, move, await messagesFor(move.read, move.userNames.from));
}

async function send(machine: Machine, move: Move, wanted: readonly Waiting[]): Promise<number> {
  const { contacts } = move;
  const there = await markedFor(move);
  for (const { number, stanza } of wanted)
    if (!there.has(number) && elementOf(stanza) !== null)
      await tellDomain(machine, domainOf(contacts.to), readdressed(stanza, contacts, number));
  // sm takes one after the other.
  await panelOf(machine).hasAccount(contacts.to, SECONDS);
  const arrived = await markedFor(move);
  return wanted.filter(({ number }) => !arrived.has(number)).length;
}

/**
 * Takes what waits for the old name out of sm, without an error to its senders: it was sent on. What came since then is sent
 * on now. People on other servers are told that the old name is gone.
 * @param remote bare JIDs of contacts on other servers
 * @returns as {@link sendOn}
 */
export async function drain(machine: Machine, move: Move, remote: readonly string[]): Promise<number> {
  const { userNames, contacts, read } = move;
  const { from, to } = contacts;
  await fakeSessionsOf(machine).as(from, SECONDS, (session) => removeContacts(session, remote));
  const sent = await messagesFor(read, userNames.from);
  const returned = await send(machine, move, sent);
  const known = new Map<string, number>();
  for (const { stanza } of sent) {
    const element = elementOf(stanza);
    if (element !== null) count(known, likeness(element), 1);
  }
  const fresh = (await emptied(machine, from)).filter((message) => {
    const like = likeness(message);
    const isKnown = (known.get(like) ?? 0) > 0;
    if (isKnown) count(known, like, -1);
    return !isKnown;
  });
  await forward(machine, to, fresh);
  return returned;
}

/**
 * Takes out of the new name's queue that contacts let it see them: a full queue takes no message. Nobody sees the new name
 * yet. Where a message is among it, this was done before.
 */
export async function clearNotices(
  machine: Machine,
  userName: string,
  to: string,
  read: ReadRecords,
): Promise<void> {
  const waiting = await waitingFor(read, userName);
  if (waiting.length === 0 || waiting.some(({ stanza }) => stanza.name === 'message')) return;
  await forward(machine, to, await emptied(machine, to));
}

/** Takes all that waits for a name out of sm. Returns the messages. */
async function emptied(machine: Machine, jid: string): Promise<readonly Element[]> {
  const received: Element[] = [];
  await fakeSessionsOf(machine).as(
    jid,
    SECONDS,
    async (session) => {
      // With its first presence a session gets all that waits (sm/mod_offline.c). Nothing new comes to one without a client.
      await session.presence('');
      await session.ask('get', `<ping xmlns='${PING}'/>`);
      await session.presence('unavailable');
      await session.ask('get', `<ping xmlns='${PING}'/>`);
    },
    (stanza) => received.push(stanza),
  );
  return received.filter(({ name }) => name === 'message');
}

async function forward(machine: Machine, to: string, messages: readonly Element[]): Promise<void> {
  for (const message of messages) await tellDomain(machine, domainOf(to), printed(withAddress(message, to)));
}

async function messagesFor(read: ReadRecords, userName: string): Promise<readonly Waiting[]> {
  return (await waitingFor(read, userName)).filter(({ stanza }) => stanza.name === 'message');
}

/** The numbers under which those waited that wait for the new name now. */
async function markedFor({ userNames, contacts, read }: Move): Promise<ReadonlySet<number>> {
  const waiting = await messagesFor(read, userNames.to);
  return new Set(waiting.flatMap(({ stanza }) => numberIn(stanza, contacts.mark)));
}

async function waitingFor(read: ReadRecords, userName: string): Promise<readonly Waiting[]> {
  const all: Waiting[] = [];
  for (let after = 0; ; after = all.at(-1)?.number ?? after) {
    const records = await read({ what: 'waiting', userName, after });
    if (records.length === 0) return all;
    for (const { number, xml } of records.map((record) => waitingSchema.parse(record)))
      all.push({ number, stanza: storedStanza(xml) });
  }
}

function readdressed(
  { name, attributes, content }: StoredStanza,
  { from, to, mark }: Move['contacts'],
  number: number,
): string {
  const written = [...attributes]
    .filter(([key]) => key !== 'to')
    .map(([key, value]) => ` ${key}='${value}'`)
    .join('');
  const id = `<stanza-id xmlns='${STANZA_ID}' by='${escaped(from)}' id='${mark}-${String(number)}'/>`;
  return `<${name}${written} to='${escaped(to)}'>${content}${id}</${name}>`;
}

/** Under which number a message waited that was sent on with this mark. */
function numberIn(stanza: StoredStanza, mark: string): readonly number[] {
  return (elementOf(stanza)?.children ?? []).flatMap(({ name, namespace, attributes: { id = '' } }) => {
    const number = id.startsWith(`${mark}-`) ? Number(id.slice(mark.length + 1)) : NaN;
    return name === 'stanza-id' && namespace === STANZA_ID && Number.isInteger(number) ? [number] : [];
  });
}

/** The same for two stanzas that are one: sm adds names of its own, and writes attributes in another order. */
function likeness({ name, attributes: { from = '', id = '', type = '' }, children }: Element): string {
  const inner = (element: Element): unknown => [
    element.name,
    element.namespace,
    Object.entries(element.attributes)
      .filter(([, value]) => value !== element.namespace)
      .sort(([one], [other]) => (one < other ? -1 : 1)),
    element.text,
    element.children.map(inner),
  ];
  return JSON.stringify([name, from, id, type, children.map(inner)]);
}

function count(counts: Map<string, number>, key: string, by: number): void {
  counts.set(key, (counts.get(key) ?? 0) + by);
}

/** A message that came to a session, without sm’s own attributes. */
function withAddress(message: Element, to: string): Element {
  const kept = Object.entries(message.attributes).filter(([key]) =>
    ['from', 'id', 'type', 'lang'].includes(key),
  );
  const attributes = Object.fromEntries(
    kept.map(([key, value]) => [key === 'lang' ? 'xml:lang' : key, value]),
  );
  return { ...message, attributes: { ...attributes, to } };
}

function domainOf(jid: string): string {
  return jid.slice(jid.indexOf('@') + 1);
}
