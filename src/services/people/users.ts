import {
  type DirectoryEntry,
  type DistinguishedName,
  tree,
  usersGroup,
  valueOf,
  valuesOf,
} from '../../core/directory.js';
import type { AccountPart } from '../../core/people/account-part.js';
import type { Lately } from '../../core/people/lately.js';
import type { AddCame, EditCame } from '../../core/people/user-acts.js';
import { type Everybody, PAGE_SIZE, type UserPage, type WantedUsers } from '../../core/people/user-list.js';
import { letsIn } from '../../core/people/user-card.js';
import type { Directory } from '../../core/ports.js';
import type { FieldErrors } from '../../core/settings.js';
import type { User } from '../../core/user.js';
import { PAGE_SECONDS, within } from '../../core/within.js';
import { say, type Sentence } from '../../core/words/sentence.js';
import { PanelError } from '../../errors.js';
import type { BlockedNames } from './renaming/blocked-names.js';
import { takeUidNumber } from './uid-number.js';
import {
  isUserEntry,
  mergedAttributes,
  nameChanges,
  newUserAttributes,
  userAttributes,
  userOf,
} from './user-entry.js';
import { UserForms, type AccountValues } from './user-forms.js';
import { UserIndex } from './index/user-index.js';

/** What came of "Add". */
export type AddOutcome = Exclude<AddCame, { readonly kind: 'kept' }>;

/** What came of "Change" on a user's page, before the sessions. */
export type EditOutcome =
  | Exclude<EditCame, { readonly kind: 'changed' }>
  | Omit<Extract<EditCame, { readonly kind: 'changed' }>, 'ended'>;

/** What the form Edit User sends. */
export interface EditRequest {
  /** The {@link User.csn} that the form was read at. */
  readonly csn: string;
  /** For {@link editUserSchema}. */
  readonly fields: unknown;
  /** Module id → what its section says. A module that is left out keeps the account as it is. */
  readonly accounts: AccountValues;
}

/**
 * The users of the directory. All that is done here is done at once, not at the next save. Throws the directory's
 * PanelErrors; a directory that does not answer is never an empty list.
 */
export class Users {
  /** The sections of a user's page, in order. */
  readonly parts: readonly AccountPart[];
  readonly #forms: UserForms;
  readonly #directory: Directory;
  readonly #index: UserIndex;
  readonly #blocked: Pick<BlockedNames, 'problem'>;
  #wasEmpty: boolean | null = null;

  /**
   * @param lately what is known of users beside the directory
   * @param blocked names that no new user gets
   */
  constructor(
    directory: Directory,
    parts: readonly AccountPart[],
    lately?: Lately,
    blocked: Pick<BlockedNames, 'problem'> = { problem: () => Promise.resolve(null) },
  ) {
    this.#directory = directory;
    this.#blocked = blocked;
    this.parts = parts;
    this.#forms = new UserForms(parts);
    this.#index = new UserIndex(directory, parts, lately);
  }

  /** A page of the users that are wanted. Nothing is sorted or searched in the directory. */
  list(wanted: WantedUsers, page: number): Promise<UserPage> {
    return this.#index.page(wanted, page, PAGE_SIZE);
  }

  /** The names of all users who are wanted. */
  async namesOf(wanted: WantedUsers): Promise<readonly string[]> {
    const { rows } = await this.#index.page(wanted, 1, Number.MAX_SAFE_INTEGER);
    return rows.map(({ userName }) => userName);
  }

  /** Every user, sorted by user name. The same object as before when nothing has changed. */
  all(): Promise<Everybody> {
    return this.#index.everybody();
  }

  /** How many there are, as the last look found; null where that is not known. Asks nobody. */
  count(): number | null {
    return this.#index.count();
  }

  /** Throws `directory-no-such-entry`. */
  async find(userName: string): Promise<User> {
    return userOf(await this.#entry(userName), this.parts);
  }

  /** Whether there is no user yet. Where a directory that hangs does not say it in time: what it said last. */
  async isEmpty(): Promise<boolean> {
    const request = {
      base: tree.users,
      scope: 'sub',
      filter: isUserEntry,
      attributes: ['uid'],
      limit: 1,
    } as const;
    const asked = this.#directory.search(request).then(({ entries }) => {
      this.#wasEmpty = entries.length === 0;
      return this.#wasEmpty;
    });
    try {
      return await within(PAGE_SECONDS, asked);
    } catch (error) {
      if (this.#wasEmpty === null) throw error;
      return this.#wasEmpty;
    }
  }

  /** What is wrong with a form Add User, before anything is done; see {@link add}. */
  async errorsOfNew(fields: unknown, accounts: AccountValues = {}): Promise<FieldErrors> {
    const { checked, errors } = this.#forms.ofNew(fields, accounts);
    if (!checked.ok || Object.keys(errors).length > 0) return errors;
    const { userName } = checked.value;
    if (await this.isTaken(userName)) return TAKEN;
    const problem = await this.#blocked.problem(userName);
    return problem === null ? {} : { userName: problem };
  }

  /** Whether a user has this name. */
  async isTaken(userName: string): Promise<boolean> {
    return (await this.#entriesNamed(userName)).length > 0;
  }

  /**
   * Adds a user. `fields` is for {@link addUserSchema}.
   * @param accounts module id → what its section says; a module that is left out gives what new users get
   * @param uidNumber gives the number of the user; the next one of the directory if left out
   */
  async add(
    fields: unknown,
    accounts: AccountValues = {},
    uidNumber = (): Promise<number> => takeUidNumber(this.#directory),
  ): Promise<AddOutcome> {
    const { checked, chosen } = this.#forms.ofNew(fields, accounts);
    const errors = await this.errorsOfNew(fields, accounts);
    if (!checked.ok || Object.keys(errors).length > 0) return { kind: 'invalid', errors };
    const { userName } = checked.value;
    const attributes = chosen
      .filter(({ section }) => section.cannotHave(userName) === null)
      .map(({ section, values }) => section.attributes(userName, values));
    const own = newUserAttributes(checked.value, await uidNumber(), usersGroup.gidNumber);
    try {
      await this.#directory.add(nameOf(userName), mergedAttributes([own, ...attributes]));
    } catch (error) {
      if (error instanceof PanelError && error.code === 'directory-entry-exists')
        return { kind: 'invalid', errors: TAKEN };
      throw error;
    }
    return { kind: 'added', userName };
  }

  /** What is wrong with a form Edit User, before anything is done; see {@link edit}. */
  errorsOfChange(userName: string, fields: unknown, accounts: AccountValues): FieldErrors {
    return this.#forms.ofChange(userName, fields, accounts).errors;
  }

  /** Changes names, password and accounts in one request: all of it or nothing. */
  async edit(userName: string, { csn, fields, accounts }: EditRequest): Promise<EditOutcome> {
    const { checked, chosen, errors } = this.#forms.ofChange(userName, fields, accounts);
    if (!checked.ok || Object.keys(errors).length > 0) return { kind: 'invalid', errors };

    const entry = await this.#entry(userName);
    const { password } = checked.value;
    const changes = [
      ...nameChanges(entry, checked.value),
      ...(password === ''
        ? []
        : [{ operation: 'replace', attribute: 'userPassword', values: [password] } as const]),
      ...chosen.flatMap(({ section, values }) => section.changes(entry, values)),
    ];
    if (changes.length === 0) return { kind: 'unchanged' };
    try {
      await this.#directory.modify(entry.dn, changes, csn);
      return { kind: 'changed' };
    } catch (error) {
      if (!(error instanceof PanelError) || error.code !== 'directory-entry-changed') throw error;
      return { kind: 'conflict', user: await this.find(userName) };
    }
  }

  /**
   * What no user has after this change, or null. See {@link AccountSection.lastLost}.
   * @param accounts module id → what its section is going to say; null when the user is deleted
   */
  async lastLost(user: User, accounts: AccountValues | null): Promise<Sentence | null> {
    for (const { module, values } of user.accounts) {
      const section = this.parts.find((part) => part.module === module)?.section;
      const after = accounts === null ? null : (accounts[module] ?? values);
      const lost = await section?.lastLost?.(this.#directory, user.userName, values, after);
      if (lost !== undefined && lost !== null) return lost;
    }
    return null;
  }

  /** What the administrator must know before deleting the user. */
  async whenDeleted(user: User): Promise<readonly Sentence[]> {
    const lost = await this.lastLost(user, null);
    const sentences = this.parts.flatMap(({ module, section }) => {
      const values = user.accounts.find((account) => account.module === module)?.values ?? {};
      const hasAccount = letsIn(this.parts, user.userName, { module, values });
      return hasAccount ? (section.whenDeleted?.(user.userName) ?? []) : [];
    });
    return [...sentences, ...(lost === null ? [] : [lost])];
  }

  /** Deletes a user with all accounts. Throws `directory-no-such-entry`. */
  async remove(userName: string): Promise<void> {
    const entry = await this.#entry(userName);
    await this.#directory.remove(entry.dn);
    await this.#index.removed(valueOf(entry, 'entryUUID'));
  }

  async #entry(userName: string): Promise<DirectoryEntry> {
    const [entry] = await this.#entriesNamed(userName);
    if (entry === undefined) throw new PanelError('directory-no-such-entry');
    return entry;
  }

  /** The users of exactly this name; to the directory `Alice` and `alice` are one name, to us they are not. */
  async #entriesNamed(userName: string): Promise<readonly DirectoryEntry[]> {
    const { entries } = await this.#directory.search({
      base: tree.users,
      scope: 'sub',
      filter: { kind: 'and', of: [isUserEntry, { kind: 'equals', attribute: 'uid', value: userName }] },
      attributes: userAttributes(this.parts),
    });
    return entries.filter((entry) => valuesOf(entry, 'uid').includes(userName));
  }
}

const TAKEN: FieldErrors = { userName: say`A user with this name exists already.` };

/** Where the entry of a user whom the panel adds is. */
export function nameOf(userName: string): DistinguishedName {
  return [{ type: 'uid', value: userName }, ...tree.users];
}
