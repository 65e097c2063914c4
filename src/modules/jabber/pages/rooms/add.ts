import { focusFirstError } from '../../../../core/forms/focus.js';
import { settingFields } from '../../../../core/forms/setting-fields.js';
import type { Frame } from '../../../../core/module/index.js';
import {
  doneTo,
  movedTo,
  shown,
  type PageAnswer,
  type PageDeclaration,
  type PageRequest,
} from '../../../../core/page.js';
import type { FieldErrors, Settings } from '../../../../core/settings.js';
import { say, type Sentence } from '../../../../core/words/sentence.js';
import type { RoomActs } from '../../rooms/acts/index.js';
import { activeRooms } from '../../rooms/active-rooms.js';
import { newRoomFields } from '../../rooms/room-values.js';
import { orRefused } from './or-refused.js';
import { ADD_ROOM, ROOMS, roomPath } from './paths.js';

/** Makes a permanent room. */
export function addPage(frame: Frame, { create }: RoomActs): PageDeclaration {
  const read = (request: PageRequest): Settings => request.settings(newRoomFields);
  return {
    path: ADD_ROOM,
    showsLateForm: true,
    get: (request) =>
      activeRooms(frame) === null
        ? movedTo(ROOMS)
        : show({ values: request.late === null ? {} : read(request), message: request.late ?? '' }),
    async post(request) {
      const values = read(request);
      const came = await orRefused(create.request({ values }, request.permission));
      switch (came.kind) {
        case 'asked':
          return { kind: 'asking', asked: came, cancel: ROOMS };
        case 'done':
          return doneTo(roomPath(request.field('name').trim()), came.sentence);
        case 'invalid':
          return show({ values, errors: came.errors, status: 422 });
        case 'refused':
          return show({ values, message: came.sentence, status: came.status });
      }
    },
  };
}

interface Shown {
  readonly values: Settings;
  readonly errors?: FieldErrors;
  readonly message?: Sentence | '';
  readonly status?: number;
}

function show({ values, errors = {}, message = '', status = 200 }: Shown): PageAnswer {
  return shown({
    template: 'jabber/rooms/form',
    title: say`Create a chat room`,
    status,
    locals: {
      action: ADD_ROOM,
      back: ROOMS,
      base: '',
      message: errors[''] ?? message,
      intro: say`The room is permanent, and is there as soon as you press “Create”. You do not need to save changes.`,
      submit: say`Create`,
      fields: focusFirstError(settingFields(newRoomFields, { values, errors })),
    },
  });
}
