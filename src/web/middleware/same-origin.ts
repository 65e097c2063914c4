import type { RequestHandler } from 'express';
import { PanelError } from '../../errors.js';
import type { WebConfig } from '../deps.js';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/** True for methods that change nothing. */
export function isSafe(method: string): boolean {
  return SAFE.has(method);
}

/**
 * Lets only the panel's own pages change something: the browser says where a request comes from, in Sec-Fetch-Site or,
 * if it is an older one, in Origin. (With `Referrer-Policy: no-referrer` a form of our own has `Origin: null`, so
 * Sec-Fetch-Site is asked first.) A panel that speaks no TLS itself may stand behind a web server that does, which may
 * also have told it another Host than the browser's: then Origin is one of the panel's names.
 */
export function sameOrigin(config: Pick<WebConfig, 'secure' | 'hosts'>): RequestHandler {
  return (request, _response, next) => {
    if (isSafe(request.method)) {
      next();
      return;
    }
    const site = request.get('Sec-Fetch-Site');
    const origin = request.get('Origin');
    const host = request.headers.host ?? '';
    const own = config.secure ? [`https://${host}`] : [`http://${host}`, `https://${host}`];
    const isOwn = origin !== undefined && (own.includes(origin) || isNamed(origin, config.hosts));
    const comesFromUs =
      site === undefined
        ? origin !== undefined && own.includes(origin)
        : site === 'same-origin' && (origin === undefined || origin === 'null' || isOwn);
    if (!comesFromUs) throw new PanelError('forbidden');
    next();
  };
}

function isNamed(origin: string, hosts: readonly string[]): boolean {
  return URL.canParse(origin) && hosts.includes(new URL(origin).hostname.replace(/^\[|\]$/g, ''));
}
