import type { User } from '../../core/user.js';
import type { AccountPart } from '../../core/people/account-part.js';
import type { UserValues } from '../../core/people/user-values.js';
import type { Sentence } from '../../core/words/sentence.js';

/**
 * Why this asks for the administrator's password again, or null.
 * @param before null when the user is added
 * @param after null when the user is deleted
 */
export function userStepUp(
  parts: readonly AccountPart[],
  before: User | null,
  after: UserValues | null,
): Sentence | null {
  const hasNewPassword = (after?.own['password'] ?? '') !== '';
  const dangers = parts.flatMap(({ module, section }) => {
    const account = before?.accounts.find((candidate) => candidate.module === module);
    if (section.stepUp === undefined || (account?.cannotHave ?? null) !== null) return [];
    return section.stepUp(account?.values ?? null, after?.accounts[module] ?? null, hasNewPassword) ?? [];
  });
  return dangers[0] ?? null;
}
