import { type DirectoryEntry, tree, valueOf } from '../core/directory.js';
import type { Directory } from '../core/ports.js';
import type { UserAccount } from '../core/user.js';
import { type AccountPart, accountsOf, fullNameOf, isUserEntry, userAttributes } from './user-entry.js';

/** A user as the list shows him. */
export interface UserRow {
  readonly userName: string;
  readonly fullName: string;
  readonly accounts: readonly UserAccount[];
}

/** All users, sorted by user name, for the list. */
export class UserIndex {
  readonly #directory: Directory;
  readonly #parts: readonly AccountPart[];

  constructor(directory: Directory, parts: readonly AccountPart[]) {
    this.#directory = directory;
    this.#parts = parts;
  }

  /** The users whose user name or full name contains the text, whatever its case. */
  async matching(search: string): Promise<readonly UserRow[]> {
    const rows: UserRow[] = [];
    const text = folded(search.trim());
    await this.#directory.each(
      { base: tree.users, scope: 'sub', filter: isUserEntry, attributes: userAttributes(this.#parts) },
      (entry) => {
        const row = this.#rowOf(entry);
        if (folded(`${row.userName}\n${row.fullName}`).includes(text)) rows.push(row);
      },
    );
    return rows.sort((one, other) => (one.userName < other.userName ? -1 : 1));
  }

  #rowOf(entry: DirectoryEntry): UserRow {
    return {
      userName: valueOf(entry, 'uid'),
      fullName: fullNameOf(entry),
      accounts: accountsOf(entry, this.#parts),
    };
  }
}

function folded(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}
