import type { NameControl } from '../../core/module/index.js';
import { passage, say } from '../../core/words/sentence.js';
import { Trouble, troubleOf } from '../../errors.js';
import { roomsHost } from './domain.js';
import { keptAmong, keptFor } from './kept.js';
import { liveOf } from './live/live.js';
import { panelOf, roomVisitsOf } from './panel.js';
import { previewOf } from './rename/preview.js';
import { renameInChat } from './rename/rename.js';
import { recordsFor } from './records.js';
import { NOBODY } from './rooms/change-room.js';
import { roomBookmarksOf } from './rooms/default/bookmarks.js';
import { defaultRoomOf } from './rooms/default/default-room.js';
import type { RoomInside } from './xmpp/room-inside.js';
import type { JabberSettings } from './settings.js';
import { rememberSignIns } from './sign-in/earlier.js';

/** Seconds for each answer. */
const SECONDS = 3;

/** The names that the session manager and the chat rooms know. */
export const names: NameControl<JabberSettings> = {
  welcome: (machine, { domain }, userName) => panelOf(machine).makeAccount(`${userName}@${domain}`, SECONDS),

  kept: (machine, { domain }, userName) => keptFor(machine, domain, userName),

  records: (machine, { domain }, question) => recordsFor(machine, domain, question),

  remember: (machine, _settings, read) => rememberSignIns(machine, read),

  keptAmong: (machine, { domain }, userNames) => keptAmong(machine, domain, userNames),
  renaming: previewOf,

  async rename(machine, settings, change, { places }, read) {
    const rooms = places.map(({ id, isOwned }) => ({ jid: id, isCreator: isOwned }));
    const left = await renameInChat(machine, settings, change, rooms, read);
    await liveOf(machine).news.renamed(change);
    // Where it cannot be kept, the user may get the invitation once more: that is no reason to stop here.
    await Promise.allSettled([
      defaultRoomOf(machine).renamed(change),
      roomBookmarksOf(machine).renamed(change),
    ]);
    return left;
  },

  /** All that can be done is done, whatever fails beside it. */
  async forget(machine, settings, userName, { left, ended }) {
    const jid = `${userName}@${settings.domain}`;
    const visits = roomVisitsOf(machine);
    const host = roomsHost(settings.domain);
    const inRooms = settings.muc ? [] : [say`The chat rooms are disabled.`];
    const results = await Promise.allSettled([
      panelOf(machine).deleteAccount(jid, SECONDS),
      liveOf(machine).news.forget(userName),
      defaultRoomOf(machine).forget(userName),
      roomBookmarksOf(machine).forget(userName),
      ...(settings.muc ? left : []).map((room) =>
        visits.visit(host, room, SECONDS, (inside) => takeRights(inside, jid)),
      ),
      ...(settings.muc ? ended : []).map((room) =>
        visits.visit(host, room, SECONDS, (inside) => inside.destroy(GONE)),
      ),
    ]);
    const reasons = results.flatMap((result) =>
      result.status === 'rejected' ? [troubleOf(result.reason)] : [],
    );
    const unreached = left.length + ended.length > 0 ? inRooms : [];
    if (reasons.length + unreached.length > 0) throw new Trouble(passage(...reasons, ...unreached));
  },
};

/**
 * Takes all rights from a bare JID. A list of owners is not left empty: the user who made a room then owns it for good (see
 * rooms/creators.ts).
 */
async function takeRights(inside: RoomInside, jid: string): Promise<void> {
  const others = (await inside.listed('owner')).filter((one) => one !== jid);
  if (others.length === 0) await inside.affiliate(NOBODY, 'owner');
  await inside.affiliate(jid, 'none');
}

const GONE = 'Whoever made this room is gone.';
