import type { Machine } from '../../../../core/ports.js';
import type { RoomInfo } from '../../xmpp/room-list.js';
import { roomWatchOf } from '../room-watch.js';

/**
 * Whether people can be invited to a room: it is there and everybody may enter; it is not for everybody; it is not there,
 * and who entered would make it; the panel has not asked it yet.
 */
export type DefaultStanding = 'open' | 'closed' | 'gone' | 'unknown';

/** Whether everybody can enter a room, tomorrow too. */
export function isForEverybody(
  info: Pick<RoomInfo, 'isPermanent' | 'hasPassword' | 'isMembersOnly'>,
): boolean {
  return info.isPermanent && !info.hasPassword && !info.isMembersOnly;
}

/** How a room stands now. Throws an Error with the reason when the rooms do not answer. */
export async function defaultStanding(
  machine: Machine,
  domain: string,
  jid: string,
): Promise<DefaultStanding> {
  const room = (await roomWatchOf(machine).known(domain)).rooms.find((one) => one.jid === jid);
  if (room === undefined) return 'gone';
  if (room.info === null) return 'unknown';
  return isForEverybody(room.info) ? 'open' : 'closed';
}
