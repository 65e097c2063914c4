import type { Frame } from '../../../core/module/index.js';
import { announcementActs } from './acts.js';
import { announcementsOf } from './announcements.js';
import { announcesByChat, domainOf } from './by-chat.js';
import { remoteCommands } from './remote-commands.js';
import { takersOf } from '../panel.js';

/** The panel listens to the chat server: to administrators who announce, and to who is connected, to deliver. */
export function attendAnnouncements(frame: Pick<Frame, 'machine' | 'active' | 'gate' | 'onLook'>): void {
  const { machine } = frame;
  const acts = announcementActs(frame);
  takersOf(machine).add(announcesByChat(frame, acts));
  takersOf(machine).add(remoteCommands(frame, acts));
  frame.onLook((sessions, at) => {
    const domain = domainOf(frame);
    const jids = sessions.map(({ address }) => address);
    if (domain !== null) void announcementsOf(machine).saw(domain, { jids, at });
  });
}
