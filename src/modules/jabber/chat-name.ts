import { type DirectoryEntry, valueOf, valuesOf } from '../../core/directory.js';
import { isUserName } from '../../core/user-name.js';

/** The class, with its attributes, that makes a user one who may chat; see templates/slapd/ebox.schema. */
export const ACCOUNT_CLASS = 'userJabberAccount';

/** The attributes that {@link chatNameOf} reads. */
export const chatNameAttributes: readonly string[] = ['objectClass', 'uid', 'jabberUid'];

/**
 * The name under which the owner of an entry chats, or null when he may not. Signing in, watching who is connected, the
 * list of users and that of administrators all ask this: where the directory names somebody in two ways (a renamed
 * entry keeps its jabberUid), he has no account until that is fixed.
 */
export function chatNameOf(entry: DirectoryEntry): string | null {
  const name = valueOf(entry, 'jabberUid');
  const mayChat = accountClassOf(entry) !== undefined && name === valueOf(entry, 'uid') && isUserName(name);
  return mayChat ? name : null;
}

/** The entry's own spelling of the class, or undefined when it has none: names of classes have no case. */
export function accountClassOf(entry: DirectoryEntry): string | undefined {
  return valuesOf(entry, 'objectClass').find((name) => name.toLowerCase() === ACCOUNT_CLASS.toLowerCase());
}
