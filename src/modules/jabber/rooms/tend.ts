import type { Machine } from '../../../core/ports.js';
import type { JabberSettings } from '../settings.js';
import { widenRooms } from './most-people.js';
import { roomWatchOf } from './room-watch.js';

/** What the rooms need every few seconds. Throws an Error with the reason when they do not answer. */
export async function tendRooms(machine: Machine, { domain, muc }: JabberSettings): Promise<void> {
  if (muc) await widenRooms(machine, domain, await roomWatchOf(machine).look(domain));
}
