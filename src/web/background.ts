import type { Request } from 'express';

/** The query parameter of a page that loads itself again. */
export const BACKGROUND = 'again';

/** True for what a page asks by itself: it must not keep a session alive that nobody uses. */
export function isBackground(request: Request): boolean {
  return request.path === '/save-changes/events' || request.query[BACKGROUND] !== undefined;
}
