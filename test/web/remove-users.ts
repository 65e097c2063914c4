import { tree } from '../../src/core/directory.js';
import type { Directory } from '../../src/core/ports.js';
import { isUserEntry } from '../../src/services/people/user-entry.js';

/** Empties a directory of its users, so that the next test begins with none. */
export async function removeUsers(directory: Directory): Promise<void> {
  const request = { base: tree.users, scope: 'sub', filter: isUserEntry, attributes: [] } as const;
  for (const { dn } of (await directory.search(request)).entries) await directory.remove(dn);
}
