import { createHash } from 'node:crypto';
import type { FoundRooms } from './found-server.js';
import { escaped } from '../xmpp/element.js';

/** A room that is taken over. */
export interface TakenRoom {
  readonly jid: string;
  /** The name of its file at the old server, without `.xml`. */
  readonly from: string;
  /** Its name here: mu-conference takes the SHA-1 of the JID. */
  readonly to: string;
}

/** The rooms under the name of the host here. */
export function taken({ list, host: old }: FoundRooms, host: string): readonly TakenRoom[] {
  return list.map(({ jid, file }) => {
    if (old === host) return { jid, from: file, to: file };
    const here = `${jid.slice(0, jid.lastIndexOf('@'))}@${host}`;
    return { jid: here, from: file, to: createHash('sha1').update(here).digest('hex') };
  });
}

const END = '</registered>';

/**
 * mu-conference's list of permanent rooms (`rooms.xml`) with these in it.
 * @param existing the list as it is, or null; rooms that are in it already stay as they are
 */
export function withRooms(existing: string | null, rooms: readonly TakenRoom[], host: string): string {
  const list =
    existing?.includes(END) === true ? existing : `<xdb><registered xdbns='muc:room:list'>${END}</xdb>\n`;
  const items = rooms
    .filter(({ to }) => !list.includes(`'${to}@`))
    .map(({ jid, to }) => `<item name='${escaped(jid)}' jid='${to}@${escaped(host)}'/>`);
  return list.replace(END, () => `${items.join('')}${END}`);
}
