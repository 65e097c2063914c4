/** The list of chat rooms. */
export const ROOMS = '/rooms';

/** Where a room is made. */
export const ADD_ROOM = `${ROOMS}/add`;

/** What is done to one room; the name is the part of its JID before the `@`. */
export type RoomAction = 'show' | 'edit' | 'owner' | 'destroy';

/** The path of an action for every room. */
export function roomRoute(action: RoomAction): string {
  return `${ROOMS}/${action}/:name`;
}

/** The path of an action for one room. */
export function roomPath(name: string, action: RoomAction = 'show'): string {
  return `${ROOMS}/${action}/${encodeURIComponent(name)}`;
}
