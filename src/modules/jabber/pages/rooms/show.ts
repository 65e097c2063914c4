import { focusFirstError } from '../../../../core/forms/focus.js';
import { textField } from '../../../../core/forms/text-field.js';
import type { Frame } from '../../../../core/module/index.js';
import { movedTo, shown, type PageAnswer } from '../../../../core/page.js';
import type { FieldErrors } from '../../../../core/settings.js';
import { say, type Sentence } from '../../../../core/words/sentence.js';
import { PanelError, troubleOf } from '../../../../errors.js';
import { roomsAdministrator } from '../../domain.js';
import { NOT_FOR_EVERYBODY } from '../../rooms/acts/default.js';
import { activeRooms } from '../../rooms/active-rooms.js';
import { isForEverybody } from '../../rooms/default/default-standing.js';
import { defaultView } from '../../rooms/default/default-view.js';
import { readable } from '../../readable.js';
import { MOST_NICKS, roomDetails, type RoomDetails } from '../../rooms/room-details.js';
import { nameOf, ownerNames, shownJid } from '../../rooms/room-rows.js';
import { lastUsedWords, ownerWords, peopleWords } from '../../rooms/room-words.js';
import { traitWords } from '../../rooms/trait-words.js';
import { NO_DEFAULT, ROOMS, roomPath } from './paths.js';

/** What was typed into a form of the page. */
interface Typed {
  readonly owner?: string;
  readonly isAlone?: boolean;
  readonly reason?: string;
  readonly words?: string;
  readonly errors?: FieldErrors;
  /** Why nothing was done. */
  readonly message?: Sentence | '';
}

/** One chat room: how it is set, who is in, and what can be done. @param name the part of its JID before the `@` */
export async function showRoom(
  frame: Pick<Frame, 'active' | 'machine'>,
  name: string,
  typed: Typed = {},
): Promise<PageAnswer> {
  const settings = activeRooms(frame);
  if (settings === null) return movedTo(ROOMS);
  const [found, chosen] = await Promise.all([
    detailsOrReason(frame, settings.domain, name),
    defaultView(frame.machine, settings.domain),
  ]);
  const { errors = {} } = typed;
  const message = typed.message ?? errors[''] ?? '';
  const isWrong = Object.keys(errors).length > 0;
  return shown({
    template: 'jabber/rooms/show',
    title: say`Chat room ${{ room: readable(name) }}`,
    status: isWrong ? 422 : found.room === null || message !== '' ? 503 : 200,
    locals: {
      list: ROOMS,
      problem: message === '' ? found.problem : message,
      edit: roomPath(name, 'edit'),
      give: { action: roomPath(name, 'owner'), ...giveFields(typed) },
      destroy: { action: roomPath(name, 'destroy'), reason: reasonField(typed) },
      chosen: {
        ...{ isThis: found.room?.jid === chosen.jid, sentences: chosen.sentences },
        ...{ canBe: found.room !== null && isForEverybody(found.room.info), why: NOT_FOR_EVERYBODY },
        ...{ action: roomPath(name, 'default'), end: NO_DEFAULT, words: wordsField(typed) },
      },
      room: found.room === null ? null : roomView(found.room, settings.domain),
    },
  });
}

function giveFields({ owner = '', isAlone = false, errors = {} }: Typed) {
  const [field] = focusFirstError([
    textField(
      {
        name: 'owner',
        label: say`New owner`,
        help: say`The name of a user. The owner can change the room from a chat client.`,
        required: true,
      },
      { values: { owner }, errors },
    ),
  ]);
  return { owner: field, isAlone };
}

function reasonField({ reason = '', errors = {} }: Typed) {
  const help = say`Those inside are told it, and so is the audit log. You can leave it empty.`;
  const field = textField({ name: 'reason', label: say`Reason`, help }, { values: { reason }, errors });
  return focusFirstError([field])[0];
}

function wordsField({ words = '', errors = {} }: Typed) {
  const help = say`What clients show beside the name of the room. You can leave it empty.`;
  const label = say`Words of the invitation`;
  const field = textField({ name: 'words', label, help }, { values: { words }, errors });
  return focusFirstError([field])[0];
}

async function detailsOrReason(
  { machine }: Pick<Frame, 'machine'>,
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
    // What mu-conference says where nobody said anything is the name.
    description: [info.title, nameOf(jid)].includes(info.description) ? '' : readable(info.description),
    subject: readable(info.subject),
    traits: traitWords(info),
    showsAddresses: info.showsAddresses,
    people: peopleWords(nicks.length, most),
    nicks: nicks.slice(0, MOST_NICKS).map((nick) => readable(nick)),
    more: Math.max(0, nicks.length - MOST_NICKS),
    owners: ownerWords(owners, file?.moreOwners ?? 0),
    isOrphaned: owners?.length === 0,
    creator: creatorOf(file, domain),
    isPermanent: info.isPermanent,
    trouble,
    lastUsed: lastUsedWords(nicks.length, lastUsed),
    since,
  };
}

/** Who made a room, where that is somebody other than the panel; `''` otherwise. */
function creatorOf(file: RoomDetails['file'], domain: string): string {
  if (file === null || file.creator === '' || file.creator === roomsAdministrator) return '';
  return shownJid(file.creator, domain);
}
