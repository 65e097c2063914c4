import { tree, valuesOf } from '../../core/directory.js';
import type { AccountPart } from '../../core/people/account-part.js';
import type { Directory } from '../../core/ports.js';
import type { User } from '../../core/user.js';
import { isUserEntry, userAttributes, userOf } from './user-entry.js';

/** So many names are asked for at once. */
const AT_ONCE = 100;

/** The users who have one of these names, by name. Throws the directory's PanelErrors. */
export async function usersNamed(
  directory: Pick<Directory, 'search'>,
  parts: readonly AccountPart[],
  names: readonly string[],
): Promise<ReadonlyMap<string, User>> {
  const found = new Map<string, User>();
  for (let from = 0; from < names.length; from += AT_ONCE) {
    const some = names.slice(from, from + AT_ONCE);
    const { entries } = await directory.search({
      base: tree.users,
      scope: 'sub',
      filter: {
        kind: 'and',
        of: [
          isUserEntry,
          { kind: 'or', of: some.map((value) => ({ kind: 'equals', attribute: 'uid', value })) },
        ],
      },
      attributes: userAttributes(parts),
    });
    for (const entry of entries)
      for (const name of valuesOf(entry, 'uid'))
        if (some.includes(name)) found.set(name, userOf(entry, parts));
  }
  return found;
}
