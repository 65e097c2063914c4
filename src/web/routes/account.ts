import { Router, type Request, type Response } from 'express';
import { administratorPasswordProblem } from '../../core/password.js';
import { Secret } from '../../core/secret.js';
import type { FieldErrors } from '../../core/settings.js';
import { PanelError } from '../../errors.js';
import type { Cookies } from '../cookies.js';
import type { Deps } from '../deps.js';
import { focusFirstError, textField } from '../form.js';
import { SIGN_IN } from '../middleware/signed-in.js';
import { momentOf } from '../moment.js';
import type { Pages } from '../pages.js';
import { explainRefusal } from '../refusal.js';
import { route } from '../route.js';
import { actorOf, fieldOf, sessionOf } from '../visit.js';

const PATH = '/account';
const END = '/account/sessions/end';
const EVERYWHERE = '/account/sign-out-everywhere';

/** The administrator's own account: the password, and where he is signed in. */
export function accountRoutes(
  { signIn, sessions, audit }: Pick<Deps, 'signIn' | 'sessions' | 'audit'>,
  pages: Pages,
  cookies: Cookies,
): Router {
  const router = Router({ strict: true, caseSensitive: true });

  route(router, PATH, {
    get: (request, response) => show(request, response, {}, 200),
    post: async (request, response) => {
      const errors = passwordErrors(request);
      if (Object.keys(errors).length > 0) return show(request, response, errors, 422);
      const actor = actorOf(request);
      await audit.prepare();
      const old = new Secret(fieldOf(request, 'oldPassword'));
      const device = cookies.read(request, 'device');
      const credentials = { name: actor.who, password: old, address: actor.from, device };
      const outcome = await signIn.changePassword(credentials, new Secret(fieldOf(request, 'password')));
      if (outcome.kind !== 'proved') {
        await audit.record(actor, { what: 'Own password changed', outcome: outcome.kind });
        const { status, sentence } = explainRefusal(
          response,
          outcome,
          'This is not your present password. Type it again.',
        );
        return show(request, response, { oldPassword: sentence }, status);
      }
      await audit.record(actor, { what: 'Own password changed' });
      // Every session is over, this one too: it goes on under a new id.
      sessions.holdFor(outcome.mark);
      const id = sessions.open(actor.who, actor.from);
      cookies.set(response, 'session', id);
      const sentence = 'Your password was changed. Everywhere else you were signed out.';
      sessions.find(id, true)?.notify({ kind: 'done', sentence });
      response.redirect(303, PATH);
    },
  });

  route(router, END, {
    post: async (request, response) => {
      const session = sessionOf(request);
      const number = Number(fieldOf(request, 'number'));
      if (!Number.isSafeInteger(number)) throw new PanelError('bad-request');
      await audit.prepare();
      await audit.record(actorOf(request), { what: `Own session ${number} ended` });
      sessions.closeOne(session.who, number);
      if (number === session.number) {
        leave(response);
        return;
      }
      session.notify({ kind: 'done', sentence: `Session ${number} was ended.` });
      response.redirect(303, PATH);
    },
  });

  route(router, EVERYWHERE, {
    post: async (request, response) => {
      await audit.prepare();
      await audit.record(actorOf(request), { what: 'Signed out everywhere' });
      sessions.closeAllOf(sessionOf(request).who);
      leave(response);
    },
  });

  /** Leaves nothing of the panel in the browser. */
  function leave(response: Response): void {
    cookies.clear(response, 'session');
    response.setHeader('Clear-Site-Data', '"cache", "storage"');
    response.redirect(303, SIGN_IN);
  }

  async function show(
    request: Request,
    response: Response,
    errors: FieldErrors,
    status: number,
  ): Promise<void> {
    const own = sessionOf(request);
    const form = { values: {}, errors };
    const isNew = {
      kind: 'password',
      autocomplete: 'new-password',
      required: true,
      help: 'At least 8 characters; 15 are better.',
    } as const;
    await pages.show(request, response, {
      template: 'account',
      title: 'My Account',
      status,
      locals: {
        who: own.who,
        action: PATH,
        end: END,
        everywhere: EVERYWHERE,
        fields: focusFirstError([
          textField(
            {
              name: 'oldPassword',
              label: 'Present password',
              kind: 'password',
              autocomplete: 'current-password',
              required: true,
            },
            form,
          ),
          textField({ ...isNew, name: 'password', label: 'New password' }, form),
          textField({ ...isNew, name: 'passwordAgain', label: 'Repeat new password', help: '' }, form),
        ]),
        sessions: sessions.of(own.who).map(({ number, since, from }) => ({
          number,
          iso: since.toISOString(),
          since: momentOf(since.toISOString()),
          from,
          isThis: number === own.number,
        })),
      },
    });
  }

  return router;
}

/** What is wrong with the form, before the old password is tried. */
function passwordErrors(request: Request): FieldErrors {
  const password = fieldOf(request, 'password');
  const problem = administratorPasswordProblem(password);
  const isRepeated = password === fieldOf(request, 'passwordAgain');
  return {
    ...(fieldOf(request, 'oldPassword') === '' ? { oldPassword: 'Type your present password.' } : {}),
    ...(problem === null ? {} : { password: problem }),
    ...(problem !== null || isRepeated
      ? {}
      : { passwordAgain: 'The two passwords differ. Type both again.' }),
  };
}
