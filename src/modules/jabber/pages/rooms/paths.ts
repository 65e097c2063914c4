import type { PageRequest } from '../../../../core/page.js';

/** The list of chat rooms. */
export const ROOMS = '/rooms';

/** Where a room is made. */
export const ADD_ROOM = `${ROOMS}/add`;

/** Where the default room is taken back. */
export const NO_DEFAULT = `${ROOMS}/no-default`;

/** What is done to one room. */
export type RoomAction = 'show' | 'edit' | 'owner' | 'destroy' | 'default';

/** The path of an action for every room. */
export function roomRoute(action: RoomAction): string {
  return `${ROOMS}/${action}/:name`;
}

/**
 * The path of an action for one room. Browsers take `.` and `..` out of a path (WHATWG URL, "dot segments"): behind these
 * names stands an `@`, which no name of a room has.
 * @param name the part of its JID before the `@`
 */
export function roomPath(name: string, action: RoomAction = 'show'): string {
  const part = /^\.{1,2}$/.test(name) ? `${name}@` : name;
  return `${ROOMS}/${action}/${encodeURIComponent(part)}`;
}

/** The name of the room that a path is for. */
export function roomNameIn(request: Pick<PageRequest, 'part'>): string {
  return request.part('name').replace(/@$/, '');
}
