import type { Machine } from '../../../core/ports.js';
import type { Sentence } from '../../../core/words/sentence.js';
import { PanelError, troubleOf } from '../../../errors.js';
import { roomsHost } from '../domain.js';
import { roomListOf } from '../panel.js';
import type { RoomInfo } from '../xmpp/room-list.js';
import { StanzaError } from '../xmpp/stanza-error.js';
import { roomFiles, type RoomFile } from './room-files.js';
import { roomWatchOf } from './room-watch.js';
import { SECONDS } from './seconds.js';

/** Nicks of one room that are shown: its owners may let more people in than that. */
export const MOST_NICKS = 500;

/** One room, asked now. */
export interface RoomDetails {
  readonly jid: string;
  readonly info: RoomInfo;
  /** The nicks of those inside, as they chose them. */
  readonly nicks: readonly string[];
  readonly most: number | null;
  /** Null of a temporary room, and where it cannot be read. */
  readonly file: RoomFile | null;
  /** Why the file cannot be read, or `''`. */
  readonly trouble: Sentence | '';
  readonly lastUsed: string | null;
  readonly since: string;
}

/**
 * Asks a room about itself, without entering it.
 * @param name the part of its JID before the `@`
 * @throws PanelError `not-found` when there is none; Error with the reason when the rooms do not answer
 */
export async function roomDetails(machine: Machine, domain: string, name: string): Promise<RoomDetails> {
  const host = roomsHost(domain);
  const watch = roomWatchOf(machine);
  const known = (await watch.known(domain)).rooms.find(({ jid }) => jid === `${name}@${host}`);
  // Only what the rooms list is asked for: a room that is being made is locked, and nobody else's business.
  if (known === undefined) throw new PanelError('not-found');
  const { jid, most } = known;
  const list = roomListOf(machine);
  const [info, nicks, { file, trouble }] = await Promise.all([
    list.info(host, jid, SECONDS).catch(goneOr),
    list.people(host, jid, SECONDS).catch(goneOr),
    fileOf(machine, domain, jid),
  ]);
  return { jid, info, nicks, most, file, trouble, ...watch.useOf(jid) };
}

function goneOr(error: unknown): never {
  throw error instanceof StanzaError ? new PanelError('not-found') : error;
}

async function fileOf(
  machine: Machine,
  domain: string,
  room: string,
): Promise<Pick<RoomDetails, 'file' | 'trouble'>> {
  try {
    const files = await roomFiles(machine, domain);
    return { file: files.find((one) => one.room === room) ?? null, trouble: '' };
  } catch (error) {
    return { file: null, trouble: troubleOf(error) };
  }
}
