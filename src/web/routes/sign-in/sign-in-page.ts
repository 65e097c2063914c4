import type { Request, Response, Router } from 'express';
import type { FieldView, FormState } from '../../../core/forms/field-view.js';
import { focusFirstError } from '../../../core/forms/focus.js';
import { textField } from '../../../core/forms/text-field.js';
import { NOBODY_YET } from '../../../core/audit-record.js';
import { Secret } from '../../../core/secret.js';
import { say, type Sentence } from '../../../core/words/sentence.js';
import { randomCookie } from '../../cookies.js';
import { KEPT } from '../../middleware/late-form.js';
import { localPath, NOT_TAKEN, SIGN_IN } from '../../middleware/signed-in.js';
import { explainRefusal } from '../../refusal.js';
import { route } from '../../route.js';
import { addressOf, fieldOf, queryOf } from '../../visit.js';
import type { Place } from './place.js';

/** What the page says of a form that came after its session had ended. */
const notTaken: Readonly<Record<string, Sentence>> = {
  yes: say`You were signed out, so the panel did not take what you just sent. Sign in and send it again.`,
  [KEPT]: say`You were signed out, so the panel did not take what you just sent. Sign in to see what you typed and send it.`,
};

/** The page on which the administrator signs in. */
export function signInPage(router: Router, place: Place): void {
  route(router, SIGN_IN, {
    get: async (request, response) => {
      if (request.visit?.session) {
        response.redirect(303, '/');
        return;
      }
      const said = notTaken[queryOf(request, NOT_TAKEN)];
      const form = { values: {}, errors: said === undefined ? {} : { '': said } };
      await show(place, request, response, { form, next: localPath(queryOf(request, 'next')), status: 200 });
    },
    post: (request, response) => attempt(place, request, response),
  });
}

async function attempt(place: Place, request: Request, response: Response): Promise<void> {
  const { signIn, audit, cookies } = place;
  const name = fieldOf(request, 'name');
  const password = fieldOf(request, 'password');
  const next = localPath(fieldOf(request, 'next'));
  const again = (status: number, errors: FormState['errors']): Promise<void> =>
    show(place, request, response, { form: { values: { name }, errors }, next, status });

  if (name === '') return again(422, { name: say`Type your user name.` });
  if (password === '') return again(422, { password: say`Type your password.` });
  const address = addressOf(request);
  const device = cookies.read(request, 'device') ?? randomCookie();
  const outcome = await signIn.attempt({ name, password: new Secret(password), address, device });
  if (outcome.kind === 'signed-in') {
    await begin(place, request, response, outcome);
    cookies.set(response, 'device', device);
    response.redirect(303, next);
    return;
  }
  const nobody = { who: NOBODY_YET, from: address, session: '' };
  if (outcome.kind === 'refused') await audit.record(nobody, { what: say`Sign-in`, outcome: say`refused` });
  const wrong = say`The user name or the password is wrong. Try again, and check capital letters.`;
  const { status, sentence } = explainRefusal(response, outcome, wrong);
  return again(status, { '': sentence });
}

/** Begins a session under a new id; an older one of this browser is over. */
async function begin(
  { cookies, sessions, audit }: Place,
  request: Request,
  response: Response,
  { who, mark }: { readonly who: string; readonly mark: string },
): Promise<void> {
  const address = addressOf(request);
  const old = cookies.read(request, 'session');
  if (old !== null) sessions.close(old);
  sessions.holdFor(mark);
  const id = sessions.open(who, address);
  cookies.set(response, 'session', id);
  const session = String(sessions.find(id, true)?.number ?? '');
  await audit.record({ who, from: address, session }, { what: say`Signed in` });
  cookies.clear(response, 'visitor');
}

/** The form is tied to a cookie of its own, since there is no session yet. */
async function show(
  { pages, signIn, cookies, tokens, config }: Place,
  request: Request,
  response: Response,
  { form, next, status }: { readonly form: FormState; readonly next: string; readonly status: number },
): Promise<void> {
  if ((request.visit?.token ?? '') === '') {
    const visitor = randomCookie();
    cookies.set(response, 'visitor', visitor);
    request.visit = {
      session: null,
      token: tokens.of(visitor),
      stillSignedIn: () => Promise.resolve(false),
    };
  }
  const locals = {
    fields: fields(form),
    next,
    message: form.errors[''] ?? '',
    firstCommand: (await signIn.firstCommand()) ?? '',
    serverName: config.serverName,
    passwordCommand: config.passwordCommand ?? '',
  };
  await pages.show(request, response, { template: 'sign-in', title: say`Sign in`, status, locals });
}

function fields(form: FormState): readonly FieldView[] {
  const password = { kind: 'password', autocomplete: 'current-password', required: true } as const;
  const controls = focusFirstError([
    textField({ name: 'name', label: say`User name`, autocomplete: 'username', required: true }, form),
    textField({ ...password, name: 'password', label: say`Password` }, form),
  ]);
  const typed = form.values['name'];
  const toType = typeof typed === 'string' && typed !== '' ? 'password' : 'name';
  const isWrong = controls.some(({ focus }) => focus);
  return controls.map((field) => ({ ...field, focus: isWrong ? field.focus : field.name === toType }));
}
