import type { Settings, SettingValue } from '../settings.js';
import { merge } from '../merge.js';
import { lineOf } from '../fields/single.js';
import type { Field } from '../fields/field.js';
import type { User } from '../user.js';
import type { AccountPart } from './account-part.js';
import { type Sentence, say, verbatim } from '../words/sentence.js';

/** What a form or a command says of a user: the user's own fields, and the section of each module. */
export interface UserValues {
  readonly own: Settings;
  /** Module id → values. */
  readonly accounts: Readonly<Record<string, Settings>>;
}

/** Those of a new user: the accounts that new users get. */
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
export function accountWords(part: AccountPart, values: Settings): readonly Sentence[] {
  return part.section.fields.flatMap((field) => field.inFewWords(values[field.name]));
}

/** A field of a user that has one value in a form and another in the directory. */
export interface UserDifference {
  /** The field's name in the form. */
  readonly name: string;
  readonly label: Sentence;
  readonly yours: Sentence | '';
  readonly theirs: Sentence | '';
}

/** What two people made of a user; see {@link merge}. */
export interface UserMerge {
  readonly values: UserValues;
  /** The fields that only they changed, and those that both did, as {@link UserDifference} names them. */
  readonly theirs: readonly string[];
  readonly both: readonly string[];
}

/** Joins two changes of the same user: what I left as it was is theirs. Passwords are always mine. */
export function mergeUser(
  parts: readonly AccountPart[],
  base: UserValues,
  mine: UserValues,
  theirs: UserValues,
): UserMerge {
  const fieldsOf = (module: string): readonly Field[] =>
    parts.find((part) => part.module === module)?.section.fields ?? [];
  const own = merge([], base.own, mine.own, theirs.own);
  const accounts = Object.entries(mine.accounts).map(([module, values]) => ({
    module,
    ...merge(fieldsOf(module), base.accounts[module] ?? {}, values, theirs.accounts[module] ?? {}),
  }));
  const named = (which: 'theirs' | 'both'): readonly string[] => [
    ...own[which],
    ...accounts.flatMap((account) => account[which].map((field) => `${account.module}.${field}`)),
  ];
  return {
    values: {
      own: own.values,
      accounts: Object.fromEntries(accounts.map(({ module, values }) => [module, values])),
    },
    theirs: named('theirs'),
    both: named('both'),
  };
}

/** Where these values differ from the directory, which another administrator changed meanwhile. */
export function userDifferences(
  parts: readonly AccountPart[],
  yours: UserValues,
  theirs: User,
): readonly UserDifference[] {
  const now = valuesOfUser(theirs);
  const labels = { firstName: say`First name`, lastName: say`Last name`, comment: say`Comment` };
  const own = Object.entries(labels).map(([name, label]) => ({
    name,
    label,
    yours: textOf(yours.own[name]),
    theirs: textOf(now.own[name]),
  }));
  const accounts = parts.flatMap((part) =>
    part.section.fields.map((field) => ({
      name: `${part.module}.${field.name}`,
      label: field.label,
      yours: field.describe(yours.accounts[part.module]?.[field.name]),
      theirs: field.describe(now.accounts[part.module]?.[field.name]),
    })),
  );
  return [...own, ...accounts].filter((row) => JSON.stringify(row.yours) !== JSON.stringify(row.theirs));
}

function textOf(value: SettingValue | undefined): Sentence | '' {
  const text = lineOf(value);
  return text === '' ? '' : verbatim(text);
}
