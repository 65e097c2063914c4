import type { Machine } from '../../../core/ports.js';
import { say, type Sentence } from '../../../core/words/sentence.js';
import { fakeSessionsOf } from '../panel.js';
import { readable } from '../readable.js';
import { childOf, escaped, type Element } from '../xmpp/element.js';
import type { FakeSession } from '../xmpp/fake-sessions.js';
import { printed } from '../xmpp/printed.js';
import { StanzaError } from '../xmpp/stanza-error.js';
import { payloadOf, storedStanza } from '../xmpp/stored-stanza.js';
import type { KeptRecords } from './kept-records.js';
import type { OldAndNew } from './names.js';
import { SECONDS } from './seconds.js';

const VCARD = 'vcard-temp';
const PRIVACY = 'jabber:iq:privacy';
const VACATION = 'http://jabber.org/protocol/vacation';

/**
 * Gives the vCard and what clients keep for themselves to the new name.
 * @returns what sm refused
 * @throws Error with the reason when sm does not answer
 */
export async function giveCard(
  machine: Machine,
  { from, to }: OldAndNew,
  kept: Pick<KeptRecords, 'private'>,
): Promise<readonly Sentence[]> {
  const fakes = fakeSessionsOf(machine);
  const card = await fakes.as(from, SECONDS, (session) => asked(session, 'vCard', VCARD));
  return fakes.as(to, SECONDS, async (session) => [
    ...(card === null ? [] : await orLeft(session.ask('set', printed(card)), say`the vCard`)),
    ...(await eachOrLeft(kept.private, ({ ns, xml }) => {
      const what = say`the setting ${{ name: readable(ns) }} of a client`;
      const payload = payloadOf(storedStanza(xml));
      return payload === null ? Promise.resolve([what]) : orLeft(session.ask('set', payload), what);
    })),
  ]);
}

/** Gives privacy lists and the vacation message to the new name. Last: from then on they hold. As {@link giveCard}. */
export async function giveRules(machine: Machine, { from, to }: OldAndNew): Promise<readonly Sentence[]> {
  const fakes = fakeSessionsOf(machine);
  const [lists, chosen, vacation] = await fakes.as(from, SECONDS, async (session) => [
    await listsOf(session),
    (await asked(session, 'query', PRIVACY))?.children.find(({ name }) => name === 'default'),
    await asked(session, 'query', VACATION),
  ]);
  if (lists.length === 0 && vacation === null) return [];
  return fakes.as(to, SECONDS, async (session) => [
    ...(await eachOrLeft(lists, (list) =>
      orLeft(
        setPrivacy(session, printed(list, PRIVACY)),
        say`the privacy list ${{ name: readable(list.attributes['name'] ?? '') }}`,
      ),
    )),
    ...(chosen === undefined
      ? []
      : await orLeft(setPrivacy(session, printed(chosen, PRIVACY)), say`the choice of a privacy list`)),
    ...(vacation === null
      ? []
      : await orLeft(session.ask('set', printed(vacation)), say`the vacation message`)),
  ]);
}

/** Puts the new name in the place of the old one in the privacy lists of others: who was blocked stays blocked. */
export async function renameInRules(
  machine: Machine,
  { from, to }: OldAndNew,
  ruledBy: readonly string[],
): Promise<readonly Sentence[]> {
  return eachOrLeft(ruledBy, (owner) =>
    fakeSessionsOf(machine).as(owner, SECONDS, async (session) =>
      eachOrLeft(await listsOf(session), (list) => {
        const changed = withNewName(list, { from, to });
        return changed === null
          ? Promise.resolve([])
          : orLeft(setPrivacy(session, printed(changed, PRIVACY)), say`a privacy list of ${{ jid: owner }}`);
      }),
    ),
  );
}

function withNewName(list: Element, { from, to }: OldAndNew): Element | null {
  const isOld = ({ attributes: { type, value = '' } }: Element): boolean =>
    type === 'jid' && (value === from || value.startsWith(`${from}/`));
  if (!list.children.some(isOld)) return null;
  const renamed = (item: Element): Element => ({
    ...item,
    attributes: { ...item.attributes, value: `${to}${(item.attributes['value'] ?? '').slice(from.length)}` },
  });
  return { ...list, children: list.children.map((item) => (isOld(item) ? renamed(item) : item)) };
}

/** Every privacy list of a session’s user, with its rules. */
async function listsOf(session: FakeSession): Promise<readonly Element[]> {
  const query = await asked(session, 'query', PRIVACY);
  const lists: Element[] = [];
  for (const { name, attributes } of query?.children ?? []) {
    if (name !== 'list') continue;
    const payload = `<query xmlns='${PRIVACY}'><list name='${escaped(attributes['name'] ?? '')}'/></query>`;
    const answer = childOf(await session.ask('get', payload), 'query', PRIVACY);
    lists.push(...(answer?.children.filter((child) => child.name === 'list') ?? []));
  }
  return lists;
}

async function setPrivacy(session: FakeSession, payload: string): Promise<void> {
  await session.ask('set', `<query xmlns='${PRIVACY}'>${payload}</query>`);
}

/** What sm has of a kind; null where it has nothing. */
async function asked(session: FakeSession, name: string, namespace: string): Promise<Element | null> {
  try {
    const found = childOf(await session.ask('get', `<${name} xmlns='${namespace}'/>`), name, namespace);
    return found === undefined || found.children.length === 0 ? null : found;
  } catch (error) {
    if (error instanceof StanzaError) return null;
    throw error;
  }
}

/** Nothing, or that it was refused. No answer is no refusal. */
async function orLeft(work: Promise<unknown>, what: Sentence): Promise<readonly Sentence[]> {
  try {
    await work;
    return [];
  } catch (error) {
    if (error instanceof StanzaError) return [what];
    throw error;
  }
}

async function eachOrLeft<T>(
  all: readonly T[],
  work: (one: T) => Promise<readonly Sentence[]>,
): Promise<readonly Sentence[]> {
  const left: Sentence[] = [];
  for (const one of all) left.push(...(await work(one)));
  return left;
}
