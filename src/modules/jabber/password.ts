import { saslprep } from '@mongodb-js/saslprep';
import type { PasswordRule } from '../../core/module/index.js';
import { say } from '../../core/words/sentence.js';

/** Bytes of a password in UTF-8: the chat server's line to us has 1,023 (jabberd2's authreg_pipe.c). */
const MOST_BYTES = 512;

/** A password after SASLprep (RFC 4013), or null when it has characters that no chat program can send. */
export function preparedPassword(typed: string): string | null {
  try {
    return saslprep(typed);
  } catch {
    return null;
  }
}

/**
 * What is kept of a user's password is its form after SASLprep: chat programs and the chat server bring what is typed into
 * that form, so that one password is one, whatever the keyboard composes.
 */
export const passwordRule: PasswordRule = {
  prepare(typed) {
    const password = preparedPassword(typed);
    return password === null ? { ok: false, reason: NEVER_PROVED } : { ok: true, password };
  },
  problem: (password) =>
    new TextEncoder().encode(password).length > MOST_BYTES
      ? say`This password is too long for the chat server: at most ${{ count: MOST_BYTES }} bytes. Use fewer or plainer characters.`
      : null,
};

const NEVER_PROVED = say`The user could not sign in with this password, because chat clients refuse some of its characters. Use letters, digits, spaces and punctuation, but no emoji, and no mix of left-to-right and right-to-left letters.`;
