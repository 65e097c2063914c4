import type { Frame } from '../../../../core/module/index.js';
import { movedTo, shown, type PageAnswer, type PageRequest } from '../../../../core/page.js';
import { say, type Sentence } from '../../../../core/words/sentence.js';
import { PanelError, troubleOf } from '../../../../errors.js';
import { activeRooms } from '../../rooms/active-rooms.js';
import { readable } from '../../rooms/readable.js';
import { roomDetails, type RoomDetails } from '../../rooms/room-details.js';
import { ownerNames, shownJid } from '../../rooms/room-rows.js';
import { lastUsedWords, ownerWords, peopleWords } from '../../rooms/room-words.js';
import { traitWords } from '../../rooms/trait-words.js';
import { ROOMS } from './paths.js';

/** Nicks that the page shows. */
const MOST_NICKS = 500;

/** One chat room: how it is set, and who is in. */
export async function showPage(frame: Frame, request: PageRequest): Promise<PageAnswer> {
  const settings = activeRooms(frame);
  if (settings === null) return movedTo(ROOMS);
  const name = request.part('name');
  const found = await detailsOrReason(frame, settings.domain, name);
  return shown({
    template: 'jabber/rooms/show',
    title: say`Chat room ${{ room: readable(name) }}`,
    status: found.room === null ? 503 : 200,
    locals: {
      list: ROOMS,
      problem: found.problem,
      room: found.room === null ? null : roomView(found.room, settings.domain),
    },
  });
}

async function detailsOrReason(
  { machine }: Frame,
  domain: string,
  name: string,
): Promise<{ readonly room: RoomDetails | null; readonly problem: Sentence | '' }> {
  try {
    return { room: await roomDetails(machine, domain, name), problem: '' };
  } catch (error) {
    if (error instanceof PanelError) throw error;
    return {
      room: null,
      problem: say`The chat rooms do not answer: ${{ reason: troubleOf(error) }}. Nothing was changed in them.`,
    };
  }
}

function roomView({ jid, info, nicks, most, file, trouble, lastUsed, since }: RoomDetails, domain: string) {
  const owners = file === null ? null : ownerNames(file, domain);
  return {
    jid: readable(jid),
    title: readable(info.title),
    description: info.description === info.title ? '' : readable(info.description),
    subject: readable(info.subject),
    traits: traitWords(info),
    showsAddresses: info.showsAddresses,
    people: peopleWords(nicks.length, most),
    nicks: nicks.slice(0, MOST_NICKS).map(readable),
    more: Math.max(0, nicks.length - MOST_NICKS),
    owners: ownerWords(owners),
    isOrphaned: owners?.length === 0,
    creator: file === null || file.creator === '' ? '' : shownJid(file.creator, domain),
    isPermanent: info.isPermanent,
    trouble,
    lastUsed: lastUsedWords(nicks.length, lastUsed),
    since,
  };
}
