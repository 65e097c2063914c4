import type { RequestHandler } from 'express';
import { PanelError } from '../../errors.js';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/** True for methods that change nothing. */
export function isSafe(method: string): boolean {
  return SAFE.has(method);
}

/**
 * Lets only the panel's own pages change something: the browser says where a request comes from, in Sec-Fetch-Site or,
 * if it is an older one, in Origin. (With `Referrer-Policy: no-referrer` a form of our own has `Origin: null`, so
 * Sec-Fetch-Site is asked first.)
 */
export function sameOrigin(secure: boolean): RequestHandler {
  return (request, _response, next) => {
    if (isSafe(request.method)) {
      next();
      return;
    }
    const site = request.get('Sec-Fetch-Site');
    const origin = request.get('Origin');
    const own = `${secure ? 'https' : 'http'}://${request.headers.host ?? ''}`;
    const comesFromUs =
      site === undefined
        ? origin === own
        : site === 'same-origin' && (origin === undefined || origin === 'null' || origin === own);
    if (!comesFromUs) throw new PanelError('forbidden');
    next();
  };
}
