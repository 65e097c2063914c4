import type { Request, RequestHandler, Response } from 'express';
import { isSecretField } from '../../core/forms/own-field.js';
import type { PageDeclaration } from '../../core/page.js';
import { passage, say, type Sentence } from '../../core/words/sentence.js';
import { PanelError } from '../../errors.js';
import type { KeptForms } from '../../services/sign-in/kept-forms.js';
import type { Cookies } from '../cookies.js';
import type { Deps } from '../deps.js';
import { TOKEN_FIELD } from '../form-token.js';
import { KEPT_FIELD, PROOF_FIELD } from '../asking.js';
import { readLateForm } from './body.js';
import { NOT_TAKEN, SIGN_IN } from './signed-in.js';

/** What the sign-in page is told when the form was kept. */
export const KEPT = 'kept';

/** The settings pages: they can show again what was typed into them. */
const SHOWN_AGAIN = /^\/[a-z-]+$/;
const NEVER: readonly string[] = [SIGN_IN, '/sign-out', '/session', '/account'];

/**
 * Keeps a form that came after its session had ended, when the administrator signed in with this browser before and did
 * not sign out: he signs in again, and sees what he typed. Comes after the check that the form is of this panel.
 */
export function keepLateForm(
  { signIn, registry }: Pick<Deps, 'signIn' | 'registry'>,
  cookies: Cookies,
  forms: KeptForms,
  declared: readonly PageDeclaration[],
): RequestHandler {
  const shownAgain = declared.filter(({ showsLateForm }) => showsLateForm === true).map(patternOf);
  const rowPages = registry.modules.flatMap(({ page, settings }) =>
    settings.fields.flatMap(({ name, table }) =>
      page === null || table?.hasPages !== true ? [] : [`${page.path}/${name}`],
    ),
  );
  const canShowAgain = (path: string): boolean =>
    SHOWN_AGAIN.test(path) ||
    shownAgain.some((pattern) => pattern.test(path)) ||
    rowPages.includes(path.slice(0, path.lastIndexOf('/')));
  return async (request, response, next) => {
    const device = cookies.read(request, 'device');
    const isLate =
      request.method === 'POST' && !request.visit?.session && cookies.read(request, 'session') !== null;
    if (!isLate || device === null || !signIn.knowsDevice(device) || NEVER.includes(request.path)) {
      next();
      return;
    }
    for (const handler of readLateForm) await run(handler, request, response);
    const fields = [...(request.form ?? [])].filter(([name]) => !LEFT_OUT.includes(name));
    const isKept = canShowAgain(request.path) && fields.length > 0;
    if (isKept) {
      const isPassword = ([name, value]: readonly [string, string]): boolean =>
        isSecretField(name) && value !== '';
      forms.keep(device, {
        path: request.path,
        fields: new Map(fields.filter((field) => !isPassword(field))),
        hadPasswords: fields.some(isPassword),
      });
    }
    const page = isKept ? request.path : `/${request.path.split('/')[1] ?? ''}`;
    const query = new URLSearchParams({ [NOT_TAKEN]: isKept ? KEPT : 'yes', next: page });
    response.redirect(303, `${SIGN_IN}?${query.toString()}`);
  };
}

/** The paths of a page: each part that stands for a name is any. */
function patternOf({ path }: PageDeclaration): RegExp {
  return new RegExp(`^${path.replace(/:[a-z]+/g, '[^/]+')}$`);
}

/** What is good for the one sending only. */
const LEFT_OUT: readonly string[] = [TOKEN_FIELD, PROOF_FIELD, KEPT_FIELD];

/** Gives a page, once, the form that came too late, to be shown. */
export function showLateForm(cookies: Cookies, forms: KeptForms): RequestHandler {
  return (request, _response, next) => {
    const device = cookies.read(request, 'device');
    if (request.method === 'GET' && request.visit?.session && device !== null) {
      const form = forms.take(device, request.path);
      if (form !== null) {
        request.form = form.fields;
        request.late = lateSentence(form.hadPasswords);
      }
    }
    next();
  };
}

function lateSentence(hadPasswords: boolean): Sentence {
  return passage(
    say`You were signed out before you sent this, so nothing was changed. Check what you typed, then send it again.`,
    hadPasswords ? say`The panel does not keep passwords: type them again.` : '',
  );
}

function run(handler: RequestHandler, request: Request, response: Response): Promise<void> {
  return new Promise((resolve, reject) => {
    void handler(request, response, (error?: unknown) => {
      if (error === undefined) resolve();
      else reject(error instanceof Error ? error : new PanelError('bad-request'));
    });
  });
}
