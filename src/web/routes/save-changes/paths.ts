/** Where what is pending is shown, and saved. */
export const PATH = '/save-changes';
export const CALL_OFF = `${PATH}/call-off`;
export const DISCARD = `${PATH}/discard`;
export const PROGRESS = `${PATH}/progress`;
export const EVENTS = `${PATH}/events`;
/** The query that shows what happens when a setting is changed, and where that stands on the page. */
export const WHEN = 'when';
export const WHAT_HAPPENS = `${PATH}?${WHEN}=any#what-happens`;
