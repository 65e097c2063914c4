import { isAsked } from '../../../core/act.js';
import { choice } from '../../../core/fields/choice.js';
import type { Field } from '../../../core/fields/field.js';
import { text } from '../../../core/fields/text.js';
import { focusFirstError } from '../../../core/forms/focus.js';
import { settingFields } from '../../../core/forms/setting-fields.js';
import type { Frame } from '../../../core/module/index.js';
import {
  movedTo,
  shown,
  type PageAnswer,
  type PageDeclaration,
  type PageRequest,
} from '../../../core/page.js';
import type { FieldErrors, Settings } from '../../../core/settings.js';
import { say, type Sentence } from '../../../core/words/sentence.js';
import { editPath, renamePath } from './paths.js';
import { orRefused } from './refused.js';

const fields: readonly Field[] = [
  text({
    name: 'newName',
    label: say`New user name`,
    help: say`The user signs in with it, and it is the new chat address.`,
  }),
  choice({
    name: 'blocked',
    label: say`Block the old name`,
    help: say`Meanwhile no other user gets the old name: some people will still write to it, and this must not reach another user.`,
    choices: [
      { value: '365', label: say`For a year` },
      { value: '90', label: say`For 90 days` },
      { value: 'ever', label: say`For ever` },
      { value: '0', label: say`Do not block it` },
    ],
  }),
];

/** Gives a user another name; what follows to it is asked first. */
export function renamePage(frame: Frame): PageDeclaration {
  return {
    path: '/users/rename/:name',
    showsLateForm: true,
    async get(request) {
      const { userName } = await frame.people.find(request.part('name'));
      return request.late === null
        ? show(userName, { values: { newName: '', blocked: '365' } })
        : show(userName, { values: request.settings(fields), message: request.late });
    },
    post: (request) => rename(frame, request),
  };
}

async function rename({ people, acts }: Frame, request: PageRequest): Promise<PageAnswer> {
  const user = await people.find(request.part('name'));
  const { userName } = user;
  const values = request.settings(fields);
  const newName = request.field('newName').trim();
  const wanted = { user, newName, days: daysOf(request.field('blocked')) };
  const came = await orRefused(acts.renameUser.request(wanted, request.permission));
  if (came.kind === 'refused') return show(userName, { values, message: came.message, status: came.status });
  if (isAsked(came)) return { kind: 'asking', asked: came, cancel: editPath(userName) };
  if (came.kind === 'invalid') return show(userName, { values, errors: came.errors, status: 422 });
  const { isFinished, sentence } = came;
  return movedTo(editPath(newName), { kind: isFinished ? 'done' : 'warning', sentence });
}

/** For how many days the old name is blocked; null for ever. What is none of the choices is the first one, as in a browser. */
export function daysOf(blocked: string): number | null {
  if (blocked === 'ever') return null;
  return ['365', '90', '0'].includes(blocked) ? Number(blocked) : 365;
}

interface Shown {
  readonly values: Settings;
  readonly errors?: FieldErrors;
  readonly message?: Sentence | '';
  readonly status?: number;
}

function show(userName: string, { values, errors = {}, message = '', status = 200 }: Shown): PageAnswer {
  return shown({
    template: 'users/rename',
    title: say`Rename ${{ user: userName }}`,
    status,
    locals: {
      action: renamePath(userName),
      cancel: editPath(userName),
      message: errors[''] ?? message,
      fields: focusFirstError(settingFields(fields, { values, errors })),
    },
  });
}
