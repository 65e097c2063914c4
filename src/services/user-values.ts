import { describe, type Settings } from '../core/settings.js';
import type { User } from '../core/user.js';
import type { AccountPart } from './user-entry.js';

/** What a form or a command says of a user: the user's own fields, and the section of each module. */
export interface UserValues {
  readonly own: Settings;
  /** Module id → values. */
  readonly accounts: Readonly<Record<string, Settings>>;
}

/** Those of a user who is not there yet: the accounts that new users get. */
export function newUserValues(parts: readonly AccountPart[]): UserValues {
  return {
    own: {},
    accounts: Object.fromEntries(parts.map((part) => [part.module, part.section.initial(part.settings())])),
  };
}

/** Those that say what the directory says. */
export function valuesOfUser(user: User): UserValues {
  const { firstName, lastName, comment } = user;
  return {
    own: { firstName, lastName, comment },
    accounts: Object.fromEntries(user.accounts.map(({ module, values }) => [module, values])),
  };
}

/** What the account says in a few words, for the list: "Enabled", "Administration rights". */
export function accountWords(part: AccountPart, values: Settings): readonly string[] {
  return part.section.fields.flatMap((field) => {
    const value = values[field.name];
    if (field.kind === 'tick') return value === true ? [field.label] : [];
    return [describe(field, value)];
  });
}

/** Where these values and what the directory says by now differ, for somebody who came second. */
export function userDifferences(
  parts: readonly AccountPart[],
  yours: UserValues,
  theirs: User,
): readonly { label: string; yours: string; theirs: string }[] {
  const now = valuesOfUser(theirs);
  const labels = { firstName: 'First name', lastName: 'Last name', comment: 'Comment' };
  const own = Object.entries(labels).map(([name, label]) => ({
    label,
    yours: String(yours.own[name] ?? ''),
    theirs: String(now.own[name] ?? ''),
  }));
  const accounts = parts.flatMap((part) =>
    part.section.fields.map((field) => ({
      label: field.label,
      yours: describe(field, yours.accounts[part.module]?.[field.name]),
      theirs: describe(field, now.accounts[part.module]?.[field.name]),
    })),
  );
  return [...own, ...accounts].filter((row) => row.yours !== row.theirs);
}
