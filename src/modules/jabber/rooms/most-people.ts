import type { Machine } from '../../../core/ports.js';
import { LastingTrouble, reasonOf } from '../../../errors.js';
import { roomsAdministrator, roomsHost } from '../domain.js';
import { roomVisitsOf } from '../panel.js';
import type { ListedRoom } from '../xmpp/room-list.js';
import { StanzaError } from '../xmpp/stanza-error.js';
import { SECONDS } from './seconds.js';

/** People in a room at most. mu-conference's own number is 30, and its form writes no more than three digits. */
export const MOST_OCCUPANTS = 500;
/** People that every new room of mu-conference takes; no configuration changes that (conference_room.c). */
const COMPILED_IN = 30;

/** Rooms that refused. Those inside saw the panel come and go: once is enough. */
const refused = new WeakMap<Machine, Set<string>>();

/**
 * Lets {@link MOST_OCCUPANTS} people into every room that still has the number that mu-conference gave it. Permanent
 * rooms keep it; what an owner sets to another number stays.
 * @throws Error with the reason when the rooms do not answer; those that are left are for the next time
 */
export async function widenRooms(
  machine: Machine,
  domain: string,
  listed: readonly ListedRoom[],
): Promise<void> {
  const host = roomsHost(domain);
  const skipped = refused.get(machine) ?? new Set();
  refused.set(machine, skipped);
  const rooms = listed.filter(({ jid, most }) => most === COMPILED_IN && !skipped.has(jid));
  if (rooms.length === 0 || !(await isAdministrator(machine))) return;
  for (const { jid } of rooms) {
    try {
      await roomVisitsOf(machine).visit(host, jid, SECONDS, (inside) =>
        inside.configure({ maxusers: String(MOST_OCCUPANTS) }),
      );
    } catch (error) {
      // An answer that is late is no refusal: a room into which hundreds come at once takes its time.
      if (!(error instanceof StanzaError || error instanceof LastingTrouble)) throw error;
      skipped.add(jid);
      machine.log.error(`the room ${jid} takes no more than ${COMPILED_IN} people: ${reasonOf(error)}`);
    }
  }
}

/** Files that an older panel wrote do not name us yet: we would be a guest like any other. */
async function isAdministrator({ configuration }: Machine): Promise<boolean> {
  const file = (await configuration.live()).find(({ path }) => path === 'jabberd2/muc.xml');
  return file?.content?.includes(`<user>${roomsAdministrator}</user>`) === true;
}
