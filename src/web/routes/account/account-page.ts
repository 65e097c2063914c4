import type { Request, Response, Router } from 'express';
import { isAsked } from '../../../core/act.js';
import { administratorPasswordProblem } from '../../../core/password.js';
import { Secret } from '../../../core/secret.js';
import type { FieldErrors } from '../../../core/settings.js';
import type { FieldView, FormState } from '../../../core/forms/field-view.js';
import { focusFirstError } from '../../../core/forms/focus.js';
import { textField } from '../../../core/forms/text-field.js';
import { say } from '../../../core/words/sentence.js';
import { explainRefusal } from '../../refusal.js';
import { route } from '../../route.js';
import { fieldOf, permissionOf, sessionOf } from '../../visit.js';
import { languageLocals } from './language.js';
import { PATH, type Place } from './place.js';
import { sessionLocals } from './session-list.js';

/** The administrator's password, and the sessions. */
export function accountPage(router: Router, place: Place): void {
  route(router, PATH, {
    get: (request, response) => show(place, request, response, {}, 200),
    post: (request, response) => change(place, request, response),
  });
}

async function change(place: Place, request: Request, response: Response): Promise<void> {
  const { acts, sessions, cookies } = place;
  const errors = passwordErrors(request);
  if (Object.keys(errors).length > 0) return show(place, request, response, errors, 422);
  const permission = permissionOf(request);
  const { who, from } = permission.actor;
  const credentials = {
    name: who,
    password: new Secret(fieldOf(request, 'oldPassword')),
    address: from,
    device: cookies.read(request, 'device'),
  };
  const password = new Secret(fieldOf(request, 'password'));
  const outcome = await acts.changePassword.request({ credentials, password }, permission);
  if (isAsked(outcome)) throw new Error('changing the own password asks nothing');
  if (outcome.kind !== 'proved') {
    const { status, sentence } = explainRefusal(
      response,
      outcome,
      say`This is not your current password. Type it again.`,
    );
    return show(place, request, response, { oldPassword: sentence }, status);
  }
  // Every session is over, this one too: it goes on under a new id.
  sessions.holdFor(outcome.mark);
  const id = sessions.open(who, from);
  cookies.set(response, 'session', id);
  const sentence = say`Your password was changed. All your other sessions were signed out.`;
  sessions.find(id, true)?.notify({ kind: 'done', sentence });
  response.redirect(303, PATH);
}

async function show(
  place: Place,
  request: Request,
  response: Response,
  errors: FieldErrors,
  status: number,
): Promise<void> {
  await place.pages.show(request, response, {
    template: 'account',
    title: say`My Account`,
    status,
    locals: {
      who: sessionOf(request).who,
      action: PATH,
      own: languageLocals(place),
      fields: passwordFields({ values: {}, errors }),
      ...sessionLocals(place, request),
    },
  });
}

function passwordFields(form: FormState): readonly FieldView[] {
  const isOld = { kind: 'password', autocomplete: 'current-password', required: true } as const;
  const isNew = { kind: 'password', autocomplete: 'new-password', required: true } as const;
  const help = say`At least 8 characters; 15 are better.`;
  return focusFirstError([
    textField({ ...isOld, name: 'oldPassword', label: say`Current password` }, form),
    textField({ ...isNew, name: 'password', label: say`New password`, help }, form),
    textField({ ...isNew, name: 'passwordAgain', label: say`Repeat new password` }, form),
  ]);
}

/** What is wrong with the form, before the old password is tried. */
function passwordErrors(request: Request): FieldErrors {
  const password = fieldOf(request, 'password');
  const problem = administratorPasswordProblem(password);
  const isRepeated = password === fieldOf(request, 'passwordAgain');
  return {
    ...(fieldOf(request, 'oldPassword') === '' ? { oldPassword: say`Type your current password.` } : {}),
    ...(problem === null ? {} : { password: problem }),
    ...(problem !== null || isRepeated
      ? {}
      : { passwordAgain: say`The two passwords differ. Type both again.` }),
  };
}
