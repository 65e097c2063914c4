/** Where what is pending is shown, and saved. */
export const PATH = '/save-changes';
export const DISCARD = `${PATH}/discard`;
export const PROGRESS = `${PATH}/progress`;
export const EVENTS = `${PATH}/events`;
