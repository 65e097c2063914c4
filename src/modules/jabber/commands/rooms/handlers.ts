import type { Frame } from '../../../../core/module/index.js';
import { handle, type Handler } from '../../../../core/shell/handle.js';
import { say } from '../../../../core/words/sentence.js';
import { perform } from '../../../../core/shell/perform.js';
import { invalid, Refusal } from '../../../../core/shell/refusal.js';
import { PanelError } from '../../../../errors.js';
import { roomActs, type RoomActs } from '../../rooms/acts/index.js';
import type { RoomCame } from '../../rooms/acts/parts.js';
import { activeRooms } from '../../rooms/active-rooms.js';
import { answered } from '../../rooms/answered.js';
import { MOST_OCCUPANTS } from '../../rooms/most-people.js';
import { readable } from '../../readable.js';
import { MOST_NICKS, roomDetails } from '../../rooms/room-details.js';
import { changeFields, newRoomFields } from '../../rooms/room-values.js';
import { typedSettings } from './typed.js';
import { ownerNames, roomRows, shownJid } from '../../rooms/room-rows.js';
import { defaultView } from '../../rooms/default/default-view.js';
import {
  changeRoomVerb,
  chooseDefaultVerb,
  createRoomVerb,
  destroyRoomVerb,
  giveRoomVerb,
  listRoomsVerb,
  noDefaultVerb,
  showRoomVerb,
} from './verbs.js';

/** The chat rooms. */
export function roomHandlers(frame: Frame): readonly Handler[] {
  return [...readHandlers(frame), ...actHandlers(frame, roomActs(frame))];
}

function actHandlers(
  frame: Frame,
  { create, change, give, destroy, chooseDefault, noDefault }: RoomActs,
): readonly Handler[] {
  const done = async (asking: Promise<RoomCame>) => {
    domainOf(frame);
    const came = await orNoRoom(asking);
    if (came.kind === 'invalid') throw invalid(came.errors);
    return { changed: true, sentence: came.sentence };
  };
  return [
    handle(createRoomVerb, ({ name, owner, settings }, actor) => {
      const typed = typedSettings(newRoomFields, settings);
      return done(perform(create, { values: { ...usual, ...typed, name, owner } }, actor, true));
    }),
    handle(changeRoomVerb, ({ name, settings }, actor) =>
      done(perform(change, { name, changes: typedSettings(changeFields, settings) }, actor, true)),
    ),
    handle(giveRoomVerb, (wanted, actor) => done(perform(give, wanted, actor, true))),
    handle(destroyRoomVerb, ({ yes, ...wanted }, actor) => done(perform(destroy, wanted, actor, yes))),
    handle(chooseDefaultVerb, ({ yes, ...wanted }, actor) =>
      done(perform(chooseDefault, wanted, actor, yes)),
    ),
    handle(noDefaultVerb, (_nothing, actor) => done(perform(noDefault, {}, actor, true))),
  ];
}

/** What a new room is where nothing else was typed. */
const usual = { title: '', subject: '', access: 'everyone', most: MOST_OCCUPANTS, hidden: false };

/** Waits for what is asked of one room. Throws a Refusal where there is none of that name. */
async function orNoRoom<T>(asking: Promise<T>): Promise<T> {
  try {
    return await asking;
  } catch (error) {
    if (!(error instanceof PanelError) || error.code !== 'not-found') throw error;
    const sentences = [say`There is no chat room of this name.`];
    throw new Refusal(404, { code: 'not-found', sentences, fields: {} });
  }
}

function readHandlers(frame: Frame): readonly Handler[] {
  const { machine } = frame;
  return [
    handle(listRoomsVerb, async () => {
      const domain = domainOf(frame);
      const { rows, since, trouble } = await answered(roomRows(machine, domain));
      const { jid, sentences } = await defaultView(machine, domain);
      const sorted = [...rows].sort((one, other) => (one.jid < other.jid ? -1 : 1));
      return { rooms: sorted, since, ownersTrouble: trouble, chosen: { jid, sentences } };
    }),

    handle(showRoomVerb, async ({ name }) => {
      const domain = domainOf(frame);
      const { jid, info, nicks, file, ...rest } = await orNoRoom(
        answered(roomDetails(machine, domain, name)),
      );
      const { title, description, subject, ...traits } = info;
      return {
        ...{ jid, traits, ...rest },
        title: readable(title),
        description: readable(description),
        subject: readable(subject),
        people: nicks.slice(0, MOST_NICKS).map((nick) => readable(nick)),
        inside: nicks.length,
        owners: file === null ? null : ownerNames(file, domain),
        moreOwners: file?.moreOwners ?? 0,
        creator: file === null || file.creator === '' ? null : shownJid(file.creator, domain),
      };
    }),
  ];
}

/** The domain whose rooms are on. Throws a Refusal where they are off. */
function domainOf(frame: Frame): string {
  const settings = activeRooms(frame);
  if (settings === null)
    throw new Refusal(409, { code: 'rooms-off', sentences: [say`The chat rooms are disabled.`], fields: {} });
  return settings.domain;
}
