import { randomBytes } from 'node:crypto';
import type { Request, Response } from 'express';

/** `session` is who is signed in; `visitor` ties the sign-in form to the browser that asked for it. */
export type CookieName = 'session' | 'visitor';

const names = {
  secure: { session: '__Host-ebox', visitor: '__Host-ebox-visitor' },
  plain: { session: 'ebox', visitor: 'ebox-visitor' },
} as const;

/** The panel's two cookies. Both are 32 random bytes and end with the browser. */
export class Cookies {
  readonly #names: Readonly<Record<CookieName, string>>;
  readonly #attributes: string;

  /** @param secure true when the panel speaks TLS; without it (on loopback) browsers refuse `__Host-` and Secure */
  constructor(secure: boolean) {
    this.#names = secure ? names.secure : names.plain;
    this.#attributes = `Path=/;${secure ? ' Secure;' : ''} HttpOnly; SameSite=Strict`;
  }

  /** The cookie's value, or null when there is none, more than one, or one that the panel cannot have given. */
  read(request: Request, cookie: CookieName): string | null {
    const prefix = `${this.#names[cookie]}=`;
    const found = (request.headers.cookie ?? '')
      .split(';')
      .map((pair) => pair.trim())
      .filter((pair) => pair.startsWith(prefix));
    const value = found.length === 1 ? (found[0] ?? '').slice(prefix.length) : '';
    return /^[A-Za-z0-9_-]{43}$/.test(value) ? value : null;
  }

  set(response: Response, cookie: CookieName, value: string): void {
    response.append('Set-Cookie', `${this.#names[cookie]}=${value}; ${this.#attributes}`);
  }

  clear(response: Response, cookie: CookieName): void {
    response.append('Set-Cookie', `${this.#names[cookie]}=; Max-Age=0; ${this.#attributes}`);
  }
}

/** A new value for the visitor's cookie. */
export function randomVisitor(): string {
  return randomBytes(32).toString('base64url');
}
