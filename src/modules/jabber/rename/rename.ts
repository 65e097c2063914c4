import { randomBytes } from 'node:crypto';
import type { NameChange, ReadRecords } from '../../../core/module/index.js';
import type { Document, Machine } from '../../../core/ports.js';
import { many, quantity, say, type Sentence } from '../../../core/words/sentence.js';
import { Trouble } from '../../../errors.js';
import { roomsHost } from '../domain.js';
import { panelOf } from '../panel.js';
import type { JabberSettings } from '../settings.js';
import { beSeen, isOfDomain, missingContacts, seeContacts, takeOldName } from './contacts.js';
import { contactsSchema, keptRecords, type Contacts, type KeptRecords } from './kept-records.js';
import type { OldAndNew } from './names.js';
import { giveCard, giveRules, renameInRules } from './own-data.js';
import { giveRooms, type RoomOfName } from './rooms.js';
import { SECONDS } from './seconds.js';
import { clearNotices, drain, sendOn } from './waiting.js';

/**
 * Gives all that sm and the chat rooms keep for a name to another name, by what the users’ own clients could do: nobody is
 * dropped. Neither name may be able to sign in meanwhile. Each step may be done again, so after a crash it is done from the
 * beginning. The contacts are kept on disk, since they change on the way.
 * @param rooms those in which the old name has rights
 * @returns what does not follow
 * @throws Error with the reason when something does not answer; then it is to be done again
 */
export async function renameInChat(
  machine: Machine,
  { domain, muc }: JabberSettings,
  userNames: NameChange,
  rooms: readonly RoomOfName[],
  read: ReadRecords,
): Promise<readonly Sentence[]> {
  const names = { from: `${userNames.from}@${domain}`, to: `${userNames.to}@${domain}` };
  const document = machine.store.document('renamed-contacts');
  const kept = keptRecords(await read({ what: 'kept', userName: userNames.from }));
  const contacts = await contactsOf(document, names, kept);
  const panel = panelOf(machine);
  if (isNothing(kept, contacts, rooms) && !(await panel.hasAccount(names.from, SECONDS))) {
    await document.write(null);
    return [];
  }
  await panel.makeAccount(names.to, SECONDS);
  const left = [
    ...(muc ? await giveRooms(machine, roomsHost(domain), names, rooms) : []),
    ...(await moveContacts(machine, userNames, contacts, read)),
    ...(await giveCard(machine, names, kept)),
    ...(await renameInRules(machine, names, kept.ruledBy)),
    ...(await giveRules(machine, names)),
  ];
  const remote = contacts.own.filter(({ jid }) => !isOfDomain(jid, names.to)).map(({ jid }) => jid);
  const late = unsent(await drain(machine, { userNames, contacts, read }, remote));
  await panel.deleteAccount(names.from, SECONDS);
  await document.write(null);
  return [...left, ...late];
}

/** A name that sm does not know may still have contacts: an account that was never made has nothing to follow. */
function isNothing(kept: KeptRecords, { own, held }: Contacts, rooms: readonly RoomOfName[]): boolean {
  const all = [own, held, kept.private, kept.ruledBy, rooms];
  return all.every(({ length }) => length === 0);
}

/** The contacts as they were before the first step. */
async function contactsOf(
  document: Document,
  { from, to }: OldAndNew,
  { own, held }: KeptRecords,
): Promise<Contacts> {
  const stored = await document.read();
  const { data } = contactsSchema.nullable().safeParse(stored);
  if (data === undefined) throw new Trouble(say`The list of contacts that are being moved cannot be read.`);
  if (data !== null && data.from === from && data.to === to) return data;
  // Nobody is a contact of oneself.
  const contacts = {
    ...{ from, to, mark: randomBytes(16).toString('hex') },
    own: own.filter(({ jid }) => jid !== from && jid !== to),
    held: held.filter(({ owner }) => owner !== from && owner !== to),
  };
  await document.write(contacts);
  return contacts;
}

/**
 * Moves contacts in both directions, and what waits: before contacts ask to see the user, since a full queue takes no message.
 * A contact list that was full has room when the old name is out of it: what was missing is then tried again.
 */
async function moveContacts(
  machine: Machine,
  userNames: NameChange,
  contacts: Contacts,
  read: ReadRecords,
): Promise<readonly Sentence[]> {
  const missing = async (): Promise<Contacts> =>
    missingContacts(contacts, keptRecords(await read({ what: 'kept', userName: userNames.to })));
  await seeContacts(machine, contacts);
  await clearNotices(machine, userNames.to, contacts.to, read);
  await sendOn(machine, { userNames, contacts, read });
  await beSeen(machine, contacts);
  await takeOldName(machine, contacts);
  const again = await missing();
  if (again.own.length + again.held.length === 0) return [];
  await seeContacts(machine, again);
  await beSeen(machine, again);
  const { own, held } = await missing();
  const count = own.length + held.length;
  const entries = many(
    count,
    say`1 entry of a contact list`,
    say`${{ count: quantity(count) }} entries of contact lists`,
  );
  return count === 0 ? [] : [entries];
}

function unsent(count: number): readonly Sentence[] {
  return count === 0
    ? []
    : [
        many(
          count,
          say`1 waiting message, which was returned to its sender`,
          say`${{ count: quantity(count) }} waiting messages, which were returned to their senders`,
        ),
      ];
}
