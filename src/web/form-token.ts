import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** The name of the hidden field that carries the token. Fields of the panel's own begin with an underscore. */
export const TOKEN_FIELD = '_token';

/**
 * The token that a form must carry: one for each session id, made with a key that only this process has, so that it
 * need not be kept. It also covers the sign-in page, whose visitor has no session yet but a cookie of his own.
 */
export class FormTokens {
  readonly #key = randomBytes(32);

  /** 43 base64url characters. */
  of(id: string): string {
    return createHmac('sha256', this.#key).update(id).digest('base64url');
  }
}

/** Whether the token is the expected one, in constant time. There is none to expect where there is no cookie. */
export function isToken(expected: string, given: string): boolean {
  const [a, b] = [Buffer.from(expected), Buffer.from(given)];
  return expected !== '' && a.length === b.length && timingSafeEqual(a, b);
}
