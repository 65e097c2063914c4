import { userInfo } from 'node:os';

/** In the environment of a program that root ran again as the panel's account: who root was. */
export const ASKED_BY = 'EBOX_ASKED_BY';

/**
 * The user at the terminal: for root, the user who became root by sudo. It is for the audit log only: nothing is allowed or
 * refused by it.
 */
export function realUser(environment: Readonly<Record<string, string | undefined>>): string {
  const named = environment[process.getuid?.() === 0 ? 'SUDO_USER' : ASKED_BY];
  const name = named === undefined || named === '' ? ownName() : named;
  return name.replace(/[^\w.@+\\-]/g, '_').slice(0, 64) || 'unknown';
}

/** An account without a line in passwd(5) has a number only. */
function ownName(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid-${process.getuid?.() ?? ''}`;
  }
}
