/** Where the page is. */
export const CONNECTED = '/connected';

/** The addresses that are blocked. */
export const BLOCKED = `${CONNECTED}/blocked`;
