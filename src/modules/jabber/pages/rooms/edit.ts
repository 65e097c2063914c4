import { focusFirstError } from '../../../../core/forms/focus.js';
import { settingFields } from '../../../../core/forms/setting-fields.js';
import type { Field } from '../../../../core/fields/field.js';
import { choice } from '../../../../core/fields/choice.js';
import type { Frame } from '../../../../core/module/index.js';
import {
  doneTo,
  movedTo,
  shown,
  type PageAnswer,
  type PageDeclaration,
  type PageRequest,
} from '../../../../core/page.js';
import { settingsSchema } from '../../../../core/setting-value.js';
import type { FieldErrors, Settings } from '../../../../core/settings.js';
import { say, type Sentence } from '../../../../core/words/sentence.js';
import { PanelError } from '../../../../errors.js';
import type { RoomActs } from '../../rooms/acts/index.js';
import { activeRooms } from '../../rooms/active-rooms.js';
import { answered } from '../../rooms/answered.js';
import { readable } from '../../readable.js';
import { roomDetails } from '../../rooms/room-details.js';
import { changeFields } from '../../rooms/room-values.js';
import { shownValues } from '../../rooms/shown-values.js';
import { orRefused } from './or-refused.js';
import { ROOMS, roomNameIn, roomPath, roomRoute } from './paths.js';

/** Changes how a room is set. Only what was changed on the page is sent to the room. */
export function editPage(frame: Frame, { change }: RoomActs): PageDeclaration {
  return {
    path: roomRoute('edit'),
    showsLateForm: true,
    async get(request) {
      const settings = activeRooms(frame);
      if (settings === null) return movedTo(ROOMS);
      const name = roomNameIn(request);
      if (request.late !== null)
        return show(name, {
          values: request.settings(changeFields),
          base: baseOf(request),
          message: request.late,
        });
      const values = shownValues(await answered(roomDetails(frame.machine, settings.domain, name)));
      return show(name, { values, base: values });
    },
    async post(request) {
      const name = roomNameIn(request);
      const [values, base] = [request.settings(changeFields), baseOf(request)];
      const changes = Object.fromEntries(
        Object.entries(values).filter(([field, value]) => value !== base[field]),
      );
      if (Object.keys(changes).length === 0) return doneTo(roomPath(name), say`Nothing was changed.`);
      const came = await orRefused(change.request({ name, changes }, request.permission));
      switch (came.kind) {
        case 'asked':
          return { kind: 'asking', asked: came, cancel: roomPath(name) };
        case 'done':
          return doneTo(roomPath(name), came.sentence);
        case 'invalid':
          return show(name, { values, base, errors: came.errors, status: 422 });
        case 'refused':
          return show(name, { values, base, message: came.sentence, status: came.status });
      }
    },
  };
}

interface Shown {
  readonly values: Settings;
  /** What the form showed first. */
  readonly base: Settings;
  readonly errors?: FieldErrors;
  readonly message?: Sentence | '';
  readonly status?: number;
}

function show(name: string, { values, base, errors = {}, message = '', status = 200 }: Shown): PageAnswer {
  return shown({
    template: 'jabber/rooms/form',
    title: say`Change the chat room ${{ room: readable(name) }}`,
    status,
    locals: {
      action: roomPath(name, 'edit'),
      back: roomPath(name),
      base: JSON.stringify(base),
      message: errors[''] ?? message,
      intro: say`The change takes effect at once. To make it, “Chat server” enters the room for a moment, which everybody inside sees.`,
      submit: say`Apply Changes`,
      fields: focusFirstError(settingFields(fieldsFor(base), { values, errors })),
    },
  });
}

/** A room with a password keeps it unless something else is chosen. */
function fieldsFor(base: Settings): readonly Field[] {
  if (base['access'] !== 'password') return changeFields;
  return changeFields.map((field) => {
    if (field.name !== 'access') return field;
    const { label, help } = field;
    const choices = [
      { value: 'password', label: say`Everybody who knows the room’s password` },
      ...field.show(undefined).choices,
    ];
    return choice({ name: field.name, label, help, choices });
  });
}

/** What the form showed. Throws `bad-request`. */
function baseOf(request: PageRequest): Settings {
  try {
    return settingsSchema.parse(JSON.parse(request.field('_base')));
  } catch {
    throw new PanelError('bad-request');
  }
}
