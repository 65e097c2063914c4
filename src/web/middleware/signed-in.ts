import type { RequestHandler } from 'express';
import { PanelError } from '../../errors.js';

/** The only page for those who are not signed in. */
export const SIGN_IN = '/sign-in';

/** Tells the sign-in page that somebody sent a form whose session had ended. */
export const NOT_TAKEN = 'not-taken';

/**
 * Denies by default, before any route is looked for: without a session there is the sign-in page and nothing else, so
 * that a forgotten route or a strange path shows nothing.
 */
export const mustBeSignedIn: RequestHandler = (request, response, next) => {
  if (request.path === SIGN_IN || request.visit?.session) {
    next();
    return;
  }
  if (request.get('Sec-Fetch-Dest') === 'empty') throw new PanelError('forbidden');
  if (request.method === 'POST' && request.path !== '/sign-out') {
    response.redirect(303, `${SIGN_IN}?${NOT_TAKEN}=yes`);
    return;
  }
  const here = request.method === 'GET' && request.originalUrl !== '/' ? request.originalUrl : '';
  response.redirect(303, here === '' ? SIGN_IN : `${SIGN_IN}?next=${encodeURIComponent(here)}`);
};

/** A path of this panel to go to after signing in: `/` when `next` could lead anywhere else. */
export function localPath(next: string): string {
  return /^\/(?:[\w.~%-]+(?:\/[\w.~%-]+)*)?(?:\?[\w.~%=&+-]*)?$/.test(next) ? next : '/';
}
