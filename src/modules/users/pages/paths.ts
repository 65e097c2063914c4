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
