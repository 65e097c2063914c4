import type { Settings } from '../../../core/setting-value.js';
import { readable } from '../readable.js';
import type { RoomDetails } from './room-details.js';

/** How a room is set now, as the form shows it. What it says with other words than the form knows is the text that it is. */
export function shownValues({ info, most }: Pick<RoomDetails, 'info' | 'most'>): Settings {
  return {
    title: readable(info.title),
    subject: readable(info.subject),
    access: info.hasPassword ? 'password' : info.isMembersOnly ? 'members' : 'everyone',
    most: most ?? 0,
    hidden: info.isHidden,
    permanent: info.isPermanent,
  };
}
