/** Where the pages of the users are. */
export const LIST = '/users';
export const ADD = '/users/add';

/** The page of a user. */
export function editPath(userName: string): string {
  return `/users/edit/${encodeURIComponent(userName)}`;
}

/** The page that asks before a user is deleted. */
export function deletePath(userName: string): string {
  return `/users/delete/${encodeURIComponent(userName)}`;
}

/** Where people are imported from a file, and what is done there; and where they are exported. */
export const IMPORT = '/users/import';
export const IMPORT_FILE = '/users/import/file';
export const IMPORT_CHECK = '/users/import/check';
export const IMPORT_PASSWORDS = '/users/import/passwords';
export const EXPORT = '/users/export.csv';
/** The page on which a user gets another name. */
export function renamePath(userName: string): string {
  return `/users/rename/${encodeURIComponent(userName)}`;
}
