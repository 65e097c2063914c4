/**
 * What the connection guard is asked and told, one line each, which it answers with one (templates/guard/guard.pl).
 */

/** "Which is the only connection that has not signed in?" Its address, or `unknown` where there are none or several. */
export const WAITING = 'WAITING';
/** `BLOCKED UNTIL/ADDRESS …`: "these are all addresses that are blocked, until so many seconds since 1970." {@link DONE}. */
export const BLOCKED = 'BLOCKED';
/** "It is done." */
export const DONE = 'OK';
