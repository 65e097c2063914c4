import type { User } from '../../core/user.js';
import type { Deed } from '../../core/act.js';
import type { AccountPart } from '../../core/people/account-part.js';
import { userDifferences, type UserValues } from '../../core/people/user-values.js';
import { say } from '../../core/words/sentence.js';

/** What adding a user is written down as. */
export function addedDeeds(
  userName: string,
  parts: readonly AccountPart[],
  values: UserValues,
): readonly Deed[] {
  const accounts = parts.flatMap(({ module, section }) =>
    section.fields.map((field) => ({
      what: say`User ${{ user: userName }}: ${{ section: section.title }}, ${{ setting: field.label }}`,
      after: field.describe(values.accounts[module]?.[field.name]),
    })),
  );
  return [{ what: say`User ${{ user: userName }} added` }, ...accounts];
}

/** What changing a user is written down as; of a password only that it was changed. */
export function changedDeeds(user: User, parts: readonly AccountPart[], values: UserValues): readonly Deed[] {
  const differences = userDifferences(parts, values, user).map(({ label, yours, theirs }) => ({
    what: say`User ${{ user: user.userName }}: ${{ setting: label }}`,
    before: theirs,
    after: yours,
  }));
  const isPasswordNew = values.own['password'] !== '';
  return isPasswordNew
    ? [...differences, { what: say`User ${{ user: user.userName }}: password changed` }]
    : differences;
}
