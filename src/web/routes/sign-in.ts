import { Router, type Request, type Response } from 'express';
import { Secret } from '../../core/secret.js';
import { type Cookies, randomCookie } from '../cookies.js';
import type { Deps } from '../deps.js';
import type { FormState } from '../../core/forms/field-view.js';
import { focusFirstError } from '../../core/forms/focus.js';
import { textField } from '../../core/forms/text-field.js';
import type { FormTokens } from '../form-token.js';
import { KEPT } from '../middleware/late-form.js';
import { localPath, NOT_TAKEN, SIGN_IN } from '../middleware/signed-in.js';
import type { Pages } from '../pages.js';
import { explainRefusal } from '../refusal.js';
import { route } from '../route.js';
import { actorOf, addressOf, fieldOf, queryOf } from '../visit.js';

/** Signing in and out, and staying signed in. */
export function signInRoutes(deps: Deps, pages: Pages, cookies: Cookies, tokens: FormTokens): Router {
  const router = Router({ strict: true, caseSensitive: true });

  route(router, SIGN_IN, {
    get: async (request, response) => {
      if (request.visit?.session) {
        response.redirect(303, '/');
        return;
      }
      const sentences: Readonly<Record<string, string>> = {
        yes: 'You were signed out meanwhile, so what you just sent was not taken. Sign in and send it again.',
        [KEPT]:
          'You were signed out meanwhile, so what you just sent was not taken. Sign in: then you see what you typed, and can send it.',
      };
      const said = sentences[queryOf(request, NOT_TAKEN)];
      const errors = said === undefined ? {} : { '': said };
      await show(request, response, { values: {}, errors }, localPath(queryOf(request, 'next')));
    },
    post: async (request, response) => {
      const name = fieldOf(request, 'name');
      const password = fieldOf(request, 'password');
      const next = localPath(fieldOf(request, 'next'));
      const again = (status: number, errors: FormState['errors']): Promise<void> =>
        show(request, response, { values: { name }, errors }, next, status);

      if (name === '') return again(422, { name: 'Type your user name.' });
      if (password === '') return again(422, { password: 'Type your password.' });
      const address = addressOf(request);
      const device = cookies.read(request, 'device') ?? randomCookie();
      const outcome = await deps.signIn.attempt({ name, password: new Secret(password), address, device });
      const nobody = { who: '(nobody yet)', from: address, session: '' };
      switch (outcome.kind) {
        case 'signed-in': {
          const old = cookies.read(request, 'session');
          if (old !== null) deps.sessions.close(old);
          deps.sessions.holdFor(outcome.mark);
          const id = deps.sessions.open(outcome.who, address);
          cookies.set(response, 'session', id);
          const session = String(deps.sessions.find(id, true)?.number ?? '');
          await deps.audit.record({ who: outcome.who, from: address, session }, { what: 'Signed in' });
          cookies.clear(response, 'visitor');
          cookies.set(response, 'device', device);
          response.redirect(303, next);
          return;
        }
        default: {
          if (outcome.kind === 'refused')
            await deps.audit.record(nobody, { what: 'Sign-in', outcome: 'refused' });
          const { status, sentence } = explainRefusal(
            response,
            outcome,
            'The user name or the password is wrong. Try again; mind capital letters.',
          );
          return again(status, { '': sentence });
        }
      }
    },
  });

  route(router, '/sign-out', {
    post: async (request, response) => {
      await deps.audit.record(actorOf(request), { what: 'Signed out' });
      const id = cookies.read(request, 'session');
      if (id !== null) deps.sessions.close(id);
      cookies.clear(response, 'session');
      response.setHeader('Clear-Site-Data', '"cache", "storage"');
      response.redirect(303, SIGN_IN);
    },
  });

  /** "Stay signed in": being asked for is all that it takes. */
  route(router, '/session', {
    post: (_request, response) => {
      response.status(204).end();
    },
  });

  /** The form is tied to a cookie of its own, since there is no session yet. */
  async function show(
    request: Request,
    response: Response,
    form: FormState,
    next: string,
    status = 200,
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
    const fields = focusFirstError([
      textField({ name: 'name', label: 'User name', autocomplete: 'username', required: true }, form),
      textField(
        {
          name: 'password',
          label: 'Password',
          kind: 'password',
          autocomplete: 'current-password',
          required: true,
        },
        form,
      ),
    ]);
    const locals = {
      fields,
      next,
      message: form.errors[''] ?? '',
      firstCommand: (await deps.signIn.firstCommand()) ?? '',
    };
    await pages.show(request, response, { template: 'sign-in', title: 'Sign in', status, locals });
  }

  return router;
}
