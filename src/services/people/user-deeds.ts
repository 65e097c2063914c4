import type { User } from '../../core/user.js';
import type { Deed } from '../../core/act.js';
import type { AccountPart } from '../../core/people/account-part.js';
import { userDifferences, type UserValues } from '../../core/people/user-values.js';
import { english } from '../../core/words/english.js';

/** What adding a user is written down as. */
export function addedDeeds(
  userName: string,
  parts: readonly AccountPart[],
  values: UserValues,
): readonly Deed[] {
  const accounts = parts.flatMap(({ module, section }) =>
    section.fields.map((field) => ({
      what: `User ${userName}: ${section.title}, ${english(field.label)}`,
      after: english(field.describe(values.accounts[module]?.[field.name])),
    })),
  );
  return [{ what: `User ${userName} added` }, ...accounts];
}

/** What changing a user is written down as; of a password only that it was changed. */
export function changedDeeds(user: User, parts: readonly AccountPart[], values: UserValues): readonly Deed[] {
  const differences = userDifferences(parts, values, user).map(({ label, yours, theirs }) => ({
    what: `User ${user.userName}: ${english(label)}`,
    before: english(theirs),
    after: english(yours),
  }));
  const isPasswordNew = values.own['password'] !== '';
  return isPasswordNew ? [...differences, { what: `User ${user.userName}: password changed` }] : differences;
}
