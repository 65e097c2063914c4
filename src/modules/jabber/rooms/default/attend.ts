import type { Frame } from '../../../../core/module/index.js';
import { activeRooms } from '../active-rooms.js';
import { roomBookmarksOf } from './bookmarks.js';
import { invitationsOf } from './invitations.js';

/** At each look at who is connected, invites to the default room those who were not invited yet, and sees to bookmarks of it. */
export function attendDefaultRoom(frame: Pick<Frame, 'machine' | 'active' | 'onLook'>): void {
  frame.onLook((sessions, at) => {
    const settings = activeRooms(frame);
    if (settings === null) return;
    const jids = sessions.map(({ address }) => address);
    void invitationsOf(frame.machine).saw(settings.domain, { jids, at });
    void roomBookmarksOf(frame.machine).saw(settings.domain, jids);
  });
}
