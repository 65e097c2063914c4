import { randomBytes } from 'node:crypto';
import type { Request, Response } from 'express';

/**
 * `session` is who is signed in; `visitor` ties the sign-in form to the browser that asked for it; `device` tells a browser
 * that somebody signed in with from others, and opens nothing.
 */
export type CookieName = 'session' | 'visitor' | 'device';

/** Seconds that `device` stays in the browser. */
const DEVICE_SECONDS = 90 * 86_400;

const names = {
  secure: { session: '__Host-ebox', visitor: '__Host-ebox-visitor', device: '__Host-ebox-device' },
  plain: { session: 'ebox', visitor: 'ebox-visitor', device: 'ebox-device' },
} as const;

/** The panel's cookies. Each is 32 random bytes and, but for `device`, ends with the browser. */
export class Cookies {
  readonly #names: Readonly<Record<CookieName, string>>;
  readonly #attributes: string;

  /** The name of the one cookie that the page's script sets: in which time zone the browser is. */
  readonly zoneName: string;

  /** @param secure true when the panel speaks TLS; without it (on loopback) browsers refuse `__Host-` and Secure */
  constructor(secure: boolean) {
    this.#names = secure ? names.secure : names.plain;
    this.zoneName = secure ? '__Host-ebox-zone' : 'ebox-zone';
    this.#attributes = `Path=/;${secure ? ' Secure;' : ''} HttpOnly; SameSite=Strict`;
  }

  /** The cookie's value, or null when there is none, more than one, or one that the panel cannot have given. */
  read(request: Request, cookie: CookieName): string | null {
    const value = valueOf(request, this.#names[cookie]);
    return /^[A-Za-z0-9_-]{43}$/.test(value) ? value : null;
  }

  /** What the browser says of its time zone, unchecked; `''` when it says nothing. */
  zone(request: Request): string {
    return valueOf(request, this.zoneName);
  }

  set(response: Response, cookie: CookieName, value: string): void {
    const lasts = cookie === 'device' ? `Max-Age=${DEVICE_SECONDS}; ` : '';
    response.append('Set-Cookie', `${this.#names[cookie]}=${value}; ${lasts}${this.#attributes}`);
  }

  clear(response: Response, cookie: CookieName): void {
    response.append('Set-Cookie', `${this.#names[cookie]}=; Max-Age=0; ${this.#attributes}`);
  }
}

/** A new value for the cookie of a visitor or a device. */
export function randomCookie(): string {
  return randomBytes(32).toString('base64url');
}

/** A cookie's value; `''` when there is none, or more than one. */
function valueOf(request: Request, name: string): string {
  const prefix = `${name}=`;
  const found = (request.headers.cookie ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(prefix));
  return found.length === 1 ? (found[0] ?? '').slice(prefix.length) : '';
}
