/** What the module is called on Module State. */
export const TITLE = 'Users and Groups';
