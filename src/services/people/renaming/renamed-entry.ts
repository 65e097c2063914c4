import {
  type AttributeChange,
  type DirectoryEntry,
  tree,
  valueOf,
  valuesOf,
} from '../../../core/directory.js';
import type { AccountPart } from '../../../core/people/account-part.js';
import type { Directory } from '../../../core/ports.js';
import { PanelError } from '../../../errors.js';
import { isUserEntry, userAttributes, userOf } from '../user-entry.js';
import type { AccountValues } from '../user-forms.js';

/** Whose entry gets another name. */
export interface RenamedEntry {
  readonly from: string;
  readonly to: string;
  readonly entryUuid: string;
}

type Part = Pick<Directory, 'search' | 'rename' | 'modify'>;

/**
 * Gives an entry another user name; entryUUID and password stay. What names its accounts keeps the old name, so no service
 * lets the user in under either name until {@link openAgain}. May be done again.
 * @throws PanelError `directory-no-such-entry`
 */
export async function renameEntry(
  directory: Part,
  parts: readonly AccountPart[],
  { from, to, entryUuid }: RenamedEntry,
): Promise<void> {
  const entry = await entryOf(directory, parts, from, entryUuid);
  if (entry === null) {
    if ((await entryOf(directory, parts, to, entryUuid)) === null)
      throw new PanelError('directory-no-such-entry');
    return;
  }
  if (/^uid=[^+,]*,/i.test(entry.dn)) await directory.rename(entry.dn, { type: 'uid', value: to });
  else {
    const others = valuesOf(entry, 'uid').filter((name) => name !== from);
    await directory.modify(entry.dn, [{ operation: 'replace', attribute: 'uid', values: [to, ...others] }]);
  }
}

/**
 * Lets the user in again, under the new name. May be done again.
 * @param accounts what each account was before
 * @throws PanelError `directory-no-such-entry`
 */
export async function openAgain(
  directory: Part,
  parts: readonly AccountPart[],
  { from, to, entryUuid }: RenamedEntry,
  accounts: AccountValues,
): Promise<void> {
  const entry = await entryOf(directory, parts, to, entryUuid);
  if (entry === null) throw new PanelError('directory-no-such-entry');
  const ofAccounts = parts.flatMap(({ module, section }) => {
    const values = accounts[module];
    return values === undefined ? [] : section.changes(entry, values);
  });
  const home: AttributeChange[] =
    valueOf(entry, 'homeDirectory') === `/home/${from}`
      ? [{ operation: 'replace', attribute: 'homeDirectory', values: [`/home/${to}`] }]
      : [];
  const changes = [...ofAccounts, ...home];
  if (changes.length > 0) await directory.modify(entry.dn, changes);
}

/** The `entryUUID` of the user of this name, and what each account is now. Throws PanelError `directory-no-such-entry`. */
export async function asItIs(
  directory: Part,
  parts: readonly AccountPart[],
  userName: string,
): Promise<{ readonly entryUuid: string; readonly accounts: AccountValues }> {
  const entry = await entryOf(directory, parts, userName, null);
  if (entry === null) throw new PanelError('directory-no-such-entry');
  const { accounts } = userOf(entry, parts);
  return {
    entryUuid: valueOf(entry, 'entryUUID'),
    accounts: Object.fromEntries(accounts.map(({ module, values }) => [module, values])),
  };
}

async function entryOf(
  directory: Part,
  parts: readonly AccountPart[],
  userName: string,
  entryUuid: string | null,
): Promise<DirectoryEntry | null> {
  const { entries } = await directory.search({
    base: tree.users,
    scope: 'sub',
    filter: { kind: 'and', of: [isUserEntry, { kind: 'equals', attribute: 'uid', value: userName }] },
    attributes: [...userAttributes(parts), 'homeDirectory'],
  });
  const wanted = entries.find(
    (entry) =>
      valuesOf(entry, 'uid').includes(userName) &&
      (entryUuid === null || valueOf(entry, 'entryUUID') === entryUuid),
  );
  return wanted ?? null;
}
