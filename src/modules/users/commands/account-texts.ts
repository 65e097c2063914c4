import { randomUUID } from 'node:crypto';
import type { AccountPart } from '../../../core/people/account-part.js';
import type { UserValues } from '../../../core/people/user-values.js';
import type { FieldErrors, Settings } from '../../../core/settings.js';
import { invalid } from '../../../core/shell/refusal.js';
import { valuesFrom } from '../../../core/shell/texts.js';
import { say, type Sentence } from '../../../core/words/sentence.js';

/** Module → field → what was typed. */
export type AccountTexts = Readonly<Record<string, Readonly<Record<string, string>>>>;

/**
 * The accounts as they are, with what was typed over them.
 * @param cannotHave the modules of which this user cannot have an account
 * @throws Refusal with what is wrong with it
 */
export function accountsFrom(
  parts: readonly AccountPart[],
  before: UserValues['accounts'],
  texts: AccountTexts,
  cannotHave: readonly string[],
): UserValues['accounts'] {
  const errors: Record<string, Sentence> = {};
  for (const module of Object.keys(texts).filter((id) => !parts.some((part) => part.module === id)))
    errors[module] =
      say`No module of this name has accounts. Modules with accounts: ${{ list: parts.map((part) => part.module).join(', ') }}.`;
  const accounts: Record<string, Settings> = {};
  for (const { module, section } of parts) {
    if (cannotHave.includes(module)) {
      if (texts[module] !== undefined)
        errors[module] = say`This user cannot have this account: ${{ account: section.title }}.`;
      continue;
    }
    const given = texts[module] ?? {};
    const typed = valuesFrom(section.fields, before[module] ?? {}, given, `${module}.`, randomUUID);
    Object.assign(errors, typed.errors satisfies FieldErrors);
    accounts[module] = typed.values;
  }
  if (Object.keys(errors).length > 0) throw invalid(errors);
  return accounts;
}

/** What is typed so that every account of a user lets in, or none does. */
export function accessTexts(parts: readonly AccountPart[], letIn: boolean): AccountTexts {
  return Object.fromEntries(
    parts.flatMap(({ module, section: { access } }) =>
      access === undefined ? [] : [[module, { [access.field]: letIn ? access.on : access.off }]],
    ),
  );
}
