import type { Request } from 'express';

/** The query parameter of a page that loads itself again. */
export const BACKGROUND = 'again';

/** Streams of server-sent events. */
const STREAMS: readonly string[] = ['/save-changes/events', '/logs/events'];

/** True for what a page asks by itself: it must not keep a session alive that nobody uses. */
export function isBackground(request: Request): boolean {
  return STREAMS.includes(request.path) || request.query[BACKGROUND] !== undefined;
}
