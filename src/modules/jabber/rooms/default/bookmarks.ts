import { z } from 'zod';
import type { NameChange } from '../../../../core/module/index.js';
import type { Machine } from '../../../../core/ports.js';
import { reasonOf } from '../../../../errors.js';
import { KeptDocument } from '../../kept-document.js';
import { fakeSessionsOf, panelOf } from '../../panel.js';
import type { FakeSession } from '../../xmpp/fake-sessions.js';
import { StanzaError } from '../../xmpp/stanza-error.js';
import { SECONDS } from '../seconds.js';
import { ASK_BOOKMARKS, bookmarkOf, isPanels, readBookmarks, storeBookmarks } from './bookmark-set.js';
import { defaultRoomOf } from './default-room.js';

/** Users whose bookmarks are seen to at one look. */
const AT_ONCE = 20;

const notedSchema = z.strictObject({
  /** For which choice of a default room this was done: when it was chosen. */
  choice: z.string(),
  /** The room whose bookmark the panel wrote; `''` for none. */
  room: z.string(),
});

/** What the panel did to the bookmarks of one user. */
type Noted = z.infer<typeof notedSchema>;

/**
 * Writes a bookmark of the default room for everybody who was invited, and takes it away when another room is the default
 * one. It does so while the user is signed out: a client that changes bookmarks writes all of them anew. What the user has is
 * never touched, and where the panel could not write it again as it is, nothing is done.
 */
export class RoomBookmarks {
  readonly #machine: Machine;
  readonly #document: KeptDocument<Record<string, Noted>>;
  #noted: Map<string, Noted> | null = null;
  /** Users to be seen to. */
  #pending = new Set<string>();
  #pendingOf: { readonly choice: string; readonly invited: ReadonlySet<string> } | null = null;
  #round: Promise<void> | null = null;
  #trouble = '';

  constructor(machine: Machine) {
    this.#machine = machine;
    const document = machine.store.document('room-bookmarks');
    const schema = z.record(z.string(), notedSchema);
    this.#document = new KeptDocument(document, schema, machine.log, 'the bookmarks of the default room');
  }

  /** Sees to the bookmarks of some who are not connected. One round at a time. Does not throw. */
  saw(domain: string, jids: readonly string[]): Promise<void> {
    this.#round ??= this.#try(domain, jids).finally(() => {
      this.#round = null;
    });
    return this.#round;
  }

  /** Forgets what was done for a user: the name may be another person’s soon. */
  async forget(userName: string): Promise<void> {
    const noted = await this.#read();
    if (noted?.delete(userName) === true) await this.#document.write(Object.fromEntries(noted));
  }

  /** A user has another name, and the bookmarks went with it. */
  async renamed({ from, to }: NameChange): Promise<void> {
    const noted = await this.#read();
    const one = noted?.get(from);
    if (noted === null || one === undefined) return;
    noted.delete(from);
    noted.set(to, one);
    await this.#document.write(Object.fromEntries(noted));
  }

  /** Trouble is logged once, not at every round. */
  async #try(domain: string, jids: readonly string[]): Promise<void> {
    try {
      await this.#see(domain, jids);
      this.#trouble = '';
    } catch (error) {
      const trouble = reasonOf(error);
      if (trouble !== this.#trouble)
        this.#machine.log.error(`cannot write bookmarks of the default room: ${trouble}`);
      this.#trouble = trouble;
    }
  }

  async #see(domain: string, jids: readonly string[]): Promise<void> {
    const chosen = await defaultRoomOf(this.#machine).chosen();
    const current = chosen === null || chosen.ended ? null : chosen;
    const noted = await this.#read();
    if (noted === null) return;
    const choice = current?.when ?? '';
    const invited = await defaultRoomOf(this.#machine).invited();
    this.#fill(choice, invited, noted);
    const connected = new Set(jids.map(userOf));
    const users: string[] = [];
    for (const userName of this.#pending) {
      if (users.length === AT_ONCE) break;
      if (!connected.has(userName)) users.push(userName);
    }
    if (users.length === 0) return;
    try {
      for (const userName of users) {
        const before = noted.get(userName)?.room ?? '';
        const room = invited.has(userName) ? (current?.jid ?? '') : '';
        const wrote = await this.#seeTo(`${userName}@${domain}`, before, room);
        this.#pending.delete(userName);
        // Who is invited later gets the bookmark then.
        if (room === '') noted.delete(userName);
        else noted.set(userName, { choice, room: wrote });
      }
    } finally {
      // A panel that was killed just before leaves a bookmark that it takes for the user's own.
      await this.#document.write(Object.fromEntries(noted));
    }
  }

  /** Who is to be seen to, found anew only when that may be another one. */
  #fill(choice: string, invited: ReadonlySet<string>, noted: ReadonlyMap<string, Noted>): void {
    if (this.#pendingOf?.choice === choice && this.#pendingOf.invited === invited) return;
    this.#pendingOf = { choice, invited };
    const all = choice === '' ? noted.keys() : [...invited, ...noted.keys()];
    this.#pending = new Set([...all].filter((userName) => noted.get(userName)?.choice !== choice));
  }

  /**
   * @param before the room whose bookmark the panel wrote, or `''`
   * @param room the room to be bookmarked, or `''`
   * @returns the room whose bookmark the panel wrote, or `''`
   */
  async #seeTo(jid: string, before: string, room: string): Promise<string> {
    // A session of a name that nobody has would make an account of it.
    if (!(await panelOf(this.#machine).hasAccount(jid, SECONDS))) return '';
    try {
      const change = (session: FakeSession): Promise<string> => this.#change(session, before, room);
      return await fakeSessionsOf(this.#machine).as(jid, SECONDS, change);
    } catch (error) {
      // sm refuses it for this user, and would again.
      if (error instanceof StanzaError) return '';
      throw error;
    }
  }

  async #change(session: FakeSession, before: string, room: string): Promise<string> {
    const found = readBookmarks(await session.ask('get', ASK_BOOKMARKS));
    if (found === null) return '';
    const own = before === '' ? found : found.filter((one) => !isPanels(one, before));
    const isNew = room !== '' && !own.some(({ attributes }) => attributes['jid'] === room);
    const all = isNew ? [...own, bookmarkOf(room)] : own;
    if (all.length === found.length && !isNew) return '';
    await session.ask('set', storeBookmarks(all));
    return isNew ? room : '';
  }

  async #read(): Promise<Map<string, Noted> | null> {
    if (this.#noted !== null) return this.#noted;
    const stored = await this.#document.read({});
    if (stored !== null) this.#noted = new Map(Object.entries(stored));
    return this.#noted;
  }
}

function userOf(jid: string): string {
  return jid.slice(0, Math.max(0, jid.indexOf('@')));
}

const known = new WeakMap<Machine, RoomBookmarks>();

/** The bookmarks on this machine's chat server: one object for each machine. */
export function roomBookmarksOf(machine: Machine): RoomBookmarks {
  const there = known.get(machine) ?? new RoomBookmarks(machine);
  known.set(machine, there);
  return there;
}
