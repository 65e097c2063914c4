import type { Machine } from '../../../core/ports.js';
import { fakeSessionsOf, panelOf } from '../panel.js';
import { escaped } from '../xmpp/element.js';
import type { FakeSession } from '../xmpp/fake-sessions.js';
import type { Contact, Contacts } from './kept-records.js';
import { SECONDS } from './seconds.js';

const ROSTER = 'jabber:iq:roster';
/** Entries that are set by one stanza. */
const AT_ONCE = 100;
/** What sm sends to itself goes over the router: a question, its answer, and the answer to that. */
const HOPS = 3;

/**
 * Gives the new name its contact list, and lets it see whom the old one saw, as the users’ own clients would: whoever is online
 * sees it at once, and nobody is asked. May be done again: what is there already stays.
 * @throws Error with the reason when sm does not answer
 */
export async function seeContacts(machine: Machine, { to, own, held }: Contacts): Promise<void> {
  const fakes = fakeSessionsOf(machine);
  await fakes.as(to, SECONDS, (session) => setContacts(session, own));
  for (const { owner, name, groups, from: isSeen } of held) {
    await fakes.as(owner, SECONDS, async (session) => {
      await setContacts(session, [{ jid: to, name, groups }]);
      if (isSeen) await session.presence('subscribed', to);
    });
  }
  await fakes.as(to, SECONDS, async (session) => {
    for (const { jid, to: sees, isAsking } of ofDomain(own, to))
      if (sees || isAsking) await session.presence('subscribe', jid);
  });
  await settle(machine, to);
}

/** Lets those see the new name who saw the old one; who waits for an answer asks the new one. As {@link seeContacts}. */
export async function beSeen(machine: Machine, { to, own, held }: Contacts): Promise<void> {
  const fakes = fakeSessionsOf(machine);
  await fakes.as(to, SECONDS, async (session) => {
    for (const { jid, from } of ofDomain(own, to)) if (from) await session.presence('subscribed', jid);
  });
  for (const { owner, to: sees, isAsking } of held)
    if (sees || isAsking) await fakes.as(owner, SECONDS, (session) => session.presence('subscribe', to));
  await settle(machine, to);
}

/** Takes the old name out of the contact lists of others. Those of the new one stay. */
export async function takeOldName(machine: Machine, { from, held }: Contacts): Promise<void> {
  for (const { owner } of held)
    await fakeSessionsOf(machine).as(owner, SECONDS, (session) => removeContacts(session, [from]));
}

/** Takes contacts out of the list of a session’s user: those who saw the user are told. */
export async function removeContacts(session: FakeSession, jids: readonly string[]): Promise<void> {
  for (const jid of jids)
    await session.ask(
      'set',
      `<query xmlns='${ROSTER}'><item jid='${escaped(jid)}' subscription='remove'/></query>`,
    );
}

/** Entries that the new name, or others for it, should have and do not have. */
export function missingContacts(
  wanted: Contacts,
  there: { readonly own: readonly Contact[]; readonly held: readonly Contact[] },
): Contacts {
  const hasOwn = (contact: Contact): boolean =>
    there.own.some(
      (one) => one.jid === contact.jid && (isAtLeast(one, contact) || !isOfDomain(one.jid, wanted.to)),
    );
  const isHeld = (contact: Contact): boolean =>
    there.held.some((one) => one.owner === contact.owner && isAtLeast(one, contact));
  return {
    ...wanted,
    own: wanted.own.filter((contact) => !hasOwn(contact)),
    held: wanted.held.filter((contact) => !isHeld(contact)),
  };
}

function ofDomain(contacts: readonly Contact[], other: string): readonly Contact[] {
  return contacts.filter(({ jid }) => isOfDomain(jid, other));
}

/** Whether a bare JID is of the domain of another one. */
export function isOfDomain(jid: string, other: string): boolean {
  return jid.includes('@') && jid.slice(jid.indexOf('@')) === other.slice(other.indexOf('@'));
}

function isAtLeast(one: Contact, other: Contact): boolean {
  return (one.to || !other.to) && (one.from || !other.from);
}

async function setContacts(
  session: FakeSession,
  contacts: readonly Pick<Contact, 'jid' | 'name' | 'groups'>[],
): Promise<void> {
  for (let at = 0; at < contacts.length; at += AT_ONCE) {
    const items = contacts.slice(at, at + AT_ONCE).map(itemOf);
    await session.ask('set', `<query xmlns='${ROSTER}'>${items.join('')}</query>`);
  }
}

function itemOf({ jid, name, groups }: Pick<Contact, 'jid' | 'name' | 'groups'>): string {
  const called = name === null ? '' : ` name='${escaped(name)}'`;
  const inGroups = groups.map((group) => `<group>${escaped(group)}</group>`).join('');
  return `<item jid='${escaped(jid)}'${called}>${inGroups}</item>`;
}

/** Returns when sm has dealt with all that it was told, and with what followed from it. */
async function settle(machine: Machine, jid: string): Promise<void> {
  for (let hop = 0; hop < HOPS; hop += 1) await panelOf(machine).hasAccount(jid, SECONDS);
}
