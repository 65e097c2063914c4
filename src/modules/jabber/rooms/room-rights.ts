import type { Machine } from '../../../core/ports.js';
import { roomContents } from './room-files.js';

/** What a permanent room has of somebody. */
export interface RoomRight {
  /** The room's JID. */
  readonly room: string;
  /** The user who made a room owns it as long as it exists (mu-conference, utils.c, `is_owner`). */
  readonly isCreator: boolean;
}

/** The lists that give rights. */
const RIGHTS = ['owner', 'admin', 'member'];

/**
 * The permanent rooms of a domain in which a bare JID has rights, as mu-conference keeps them.
 * @throws PanelError `command-failed`; Error when a file is none of its
 */
export async function rightsOf(
  machine: Pick<Machine, 'commands' | 'layout'>,
  domain: string,
  jid: string,
): Promise<readonly RoomRight[]> {
  const rights = (await roomContents(machine, domain, jid)).flatMap(({ room, creator, lists }) => {
    const isCreator = creator === jid;
    const isListed = RIGHTS.some((list) => lists.get(list)?.jids.includes(jid) === true);
    return isCreator || isListed ? [{ room, isCreator }] : [];
  });
  return rights.sort((one, other) => (one.room < other.room ? -1 : 1));
}
