import type { Machine } from '../../../core/ports.js';
import { roomsAdministrator, roomsHost } from '../domain.js';
import { roomListOf, roomVisitsOf } from '../panel.js';
import type { RoomInside } from '../xmpp/room-inside.js';
import { StanzaError } from '../xmpp/stanza-error.js';
import { roomWatchOf } from './room-watch.js';
import type { NewRoom, RoomChanges } from './room-values.js';
import { SECONDS } from './seconds.js';

/** Who keeps a list of owners from being empty; nobody can sign in under this JID. */
export const NOBODY = roomsAdministrator.replace(/^[^@]*/, 'nobody');

/** How mu-conference 0.8 answers a question to a room that is not there. */
const NO_ROOM = ['bad-request', 'item-not-found'];

/** Does something inside a room of a domain. @param name the part of its JID before the `@` */
async function inside<T>(
  machine: Machine,
  domain: string,
  name: string,
  act: (room: RoomInside) => Promise<T>,
): Promise<T> {
  const host = roomsHost(domain);
  const room = `${name}@${host}`;
  try {
    return await roomVisitsOf(machine).visit(host, room, SECONDS, act);
  } finally {
    roomWatchOf(machine).forget(room);
  }
}

/**
 * What came of a room: it was made, or there is one of this name, which is left as it is. mu-conference lists nobody as an
 * owner who administers all rooms (roles.c, `change_affiliate`): then a room is made that has no owner.
 */
export type RoomMade = 'made' | 'made-without-owner' | 'taken';

/**
 * Makes a permanent room. The panel is who made it: no user is its owner for good.
 * @throws Error with the reason; then there is no new room, unless it says that an answer was late
 */
export async function createRoom(machine: Machine, domain: string, room: NewRoom): Promise<RoomMade> {
  const { name, owner, subject } = room;
  const jid = `${owner}@${domain}`;
  if (await exists(machine, domain, name)) return 'taken';
  return inside(machine, domain, name, async (there) => {
    // Somebody may have made it meanwhile: it is still locked, and nobody else’s business.
    const owners = await there.listed('owner');
    if (owners.some((one) => one !== roomsAdministrator)) return 'taken';
    try {
      await there.configure(formOf({ ...room, title: room.title || name, permanent: true }));
      await there.affiliate(jid, 'owner');
      if (subject !== '') await there.setSubject(subject);
    } catch (error) {
      await there.destroy('').catch(() => undefined);
      throw error;
    }
    return (await there.listed('owner')).includes(jid) ? 'made' : 'made-without-owner';
  });
}

/** Changes a room. What is not named stays. Throws an Error with the reason. */
export async function changeRoom(
  machine: Machine,
  domain: string,
  name: string,
  changes: RoomChanges,
): Promise<void> {
  await inside(machine, domain, name, async (room) => {
    const form = formOf(changes);
    if (Object.keys(form).length > 0) await room.configure(form);
    if (changes.subject !== undefined) await room.setSubject(changes.subject);
  });
}

/** Ends a room for good. Those inside are told why. Throws an Error with the reason. */
export async function destroyRoom(
  machine: Machine,
  domain: string,
  name: string,
  reason: string,
): Promise<void> {
  await inside(machine, domain, name, (room) => room.destroy(reason));
}

/**
 * Gives a room an owner.
 * @param isAlone whether all other owners lose their rights; the user who made the room keeps them, see creators.ts
 * @returns false where mu-conference does not list this user as an owner, see {@link RoomMade}: nothing was changed then
 * @throws Error with the reason
 */
export async function giveRoom(
  machine: Machine,
  domain: string,
  name: string,
  { owner, isAlone }: { readonly owner: string; readonly isAlone: boolean },
): Promise<boolean> {
  const jid = `${owner}@${domain}`;
  return inside(machine, domain, name, async (room) => {
    await room.affiliate(jid, 'owner');
    const owners = await room.listed('owner');
    if (!owners.includes(jid)) return false;
    const others = owners.filter((one) => one !== jid && one !== roomsAdministrator);
    for (const other of isAlone ? others : others.filter((one) => one === NOBODY))
      await room.affiliate(other, 'none');
    return true;
  });
}

async function exists(machine: Machine, domain: string, name: string): Promise<boolean> {
  const host = roomsHost(domain);
  try {
    await roomListOf(machine).info(host, `${name}@${host}`, SECONDS);
    return true;
  } catch (error) {
    if (error instanceof StanzaError && NO_ROOM.includes(error.condition)) return false;
    throw error;
  }
}

/** The fields of mu-conference's form (xdata.c) for these values. */
function formOf({ title, access, most, hidden, permanent }: RoomChanges): Record<string, string> {
  const flag = (value: boolean): string => (value ? '1' : '0');
  return {
    ...(title === undefined ? {} : { roomname: title }),
    ...(access === undefined ? {} : { membersonly: flag(access === 'members'), passwordprotectedroom: '0' }),
    ...(most === undefined ? {} : { maxusers: String(most) }),
    ...(hidden === undefined ? {} : { publicroom: flag(!hidden) }),
    ...(permanent === undefined ? {} : { persistentroom: flag(permanent) }),
  };
}
