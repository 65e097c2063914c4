/** The list of chat rooms. */
export const ROOMS = '/rooms';

/** The page of one room. @param name the part of its JID before the `@` */
export function roomPath(name: string): string {
  return `${ROOMS}/show/${encodeURIComponent(name)}`;
}
