import type { Machine } from '../../../core/ports.js';
import type { Sentence } from '../../../core/words/sentence.js';
import { troubleOf } from '../../../errors.js';
import { readable } from '../readable.js';
import { ownersOf, roomFiles, type RoomFile } from './room-files.js';
import { roomWatchOf, type KnownRoom } from './room-watch.js';

/** A room as lists show it. Nothing in it is as a stranger wrote it. */
export interface RoomRow {
  readonly jid: string;
  /** The part of the JID before the `@`. */
  readonly name: string;
  readonly title: string;
  readonly subject: string;
  /** Null where it is not known. */
  readonly people: number | null;
  readonly most: number | null;
  /** Null until the room was asked. */
  readonly traits: RoomTraits | null;
  /** User names, and JIDs of other servers; null where they are not known: mu-conference keeps them of permanent rooms. */
  readonly owners: readonly string[] | null;
  /** How many owners there are beside these. */
  readonly moreOwners: number;
  /** ISO 8601, or null. */
  readonly lastUsed: string | null;
}

/** How a room is set. */
export interface RoomTraits {
  readonly isPermanent: boolean;
  readonly isHidden: boolean;
  readonly hasPassword: boolean;
  readonly isModerated: boolean;
  readonly isMembersOnly: boolean;
}

/** All rooms, with their owners. */
export interface RoomRows {
  readonly rows: readonly RoomRow[];
  /** Since when the panel watches (ISO 8601). */
  readonly since: string;
  /** Why the owners are not known, or `''`. */
  readonly trouble: Sentence | '';
}

/** All rooms of a domain. Throws an Error with the reason when they do not answer. */
export async function roomRows(machine: Machine, domain: string): Promise<RoomRows> {
  const [known, files] = await Promise.all([roomWatchOf(machine).known(domain), filesOf(machine, domain)]);
  const { since, rooms } = known;
  const ofRooms = new Map(files.files.map((file) => [file.room, file]));
  return {
    rows: rooms.map((room) => rowOf(room, ofRooms.get(room.jid), domain)),
    since,
    trouble: files.trouble,
  };
}

/** The owners of a permanent room: user names, and JIDs of other servers. */
export function ownerNames(file: RoomFile, domain: string): readonly string[] {
  return ownersOf(file).map((jid) => shownJid(jid, domain));
}

/** A bare JID as lists show it: a user of the domain by name. */
export function shownJid(jid: string, domain: string): string {
  return readable(jid.endsWith(`@${domain}`) ? jid.slice(0, -domain.length - 1) : jid);
}

function rowOf(
  { jid, title, people, most, info, lastUsed }: KnownRoom,
  file: RoomFile | undefined,
  domain: string,
): RoomRow {
  const name = nameOf(jid);
  return {
    ...{ jid, name, people, most, lastUsed },
    owners: file === undefined ? null : ownerNames(file, domain),
    moreOwners: file?.moreOwners ?? 0,
    title: readable(title ?? info?.title ?? '') || readable(name),
    subject: readable(info?.subject ?? ''),
    traits: info,
  };
}

/** The part of a JID before the `@`. */
export function nameOf(jid: string): string {
  return jid.slice(0, Math.max(0, jid.indexOf('@')));
}

async function filesOf(
  machine: Machine,
  domain: string,
): Promise<{ readonly files: readonly RoomFile[]; readonly trouble: Sentence | '' }> {
  try {
    return { files: await roomFiles(machine, domain), trouble: '' };
  } catch (error) {
    return { files: [], trouble: troubleOf(error) };
  }
}
