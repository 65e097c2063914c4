import { focusFirstError } from '../../../core/forms/focus.js';
import type { FieldView, FormState } from '../../../core/forms/field-view.js';
import { isOwnField } from '../../../core/forms/own-field.js';
import { settingFields } from '../../../core/forms/setting-fields.js';
import { textField } from '../../../core/forms/text-field.js';
import type { PageRequest } from '../../../core/page.js';
import type { AccountPart } from '../../../core/people/account-part.js';
import type { UserValues } from '../../../core/people/user-values.js';
import type { FieldErrors } from '../../../core/settings.js';
import type { User } from '../../../core/user.js';
import { say, type Sentence } from '../../../core/words/sentence.js';

/** A module's section of the form. */
export interface SectionView {
  readonly title: Sentence;
  readonly notes: readonly Sentence[];
  /** Why this user cannot have an account, or `''`. */
  readonly cannotHave: Sentence | '';
  readonly fields: readonly FieldView[];
}

/** The controls of a form for a user, for the template. */
export interface UserFormView {
  readonly fields: readonly FieldView[];
  readonly sections: readonly SectionView[];
  /** All controls, for the summary of errors. */
  readonly all: readonly FieldView[];
}

const prefixOf = (part: AccountPart): string => `${part.module}.`;

/** What was sent. Fields of the panel's own are left out; what is no field at all is kept, to be refused. */
export function userFormFrom(request: PageRequest, parts: readonly AccountPart[]): UserValues {
  const isSectionField = (name: string): boolean => parts.some((part) => name.startsWith(prefixOf(part)));
  const own = [...request.form].filter(([name]) => !isOwnField(name) && !isSectionField(name));
  return {
    own: Object.fromEntries(own),
    accounts: Object.fromEntries(
      parts.map((part) => [part.module, request.settings(part.section.fields, prefixOf(part))]),
    ),
  };
}

/** @param user null on the page Add User */
export function userFormView(
  parts: readonly AccountPart[],
  user: User | null,
  values: UserValues,
  errors: FieldErrors,
): UserFormView {
  const state: FormState = { values: values.own, errors };
  const name = textField(
    {
      name: 'userName',
      label: say`User name`,
      help: say`Small letters, digits, dots, hyphens and underscores. It cannot be changed later.`,
      required: true,
    },
    state,
  );
  const own = [
    ...(user === null ? [name] : []),
    textField({ name: 'firstName', label: say`First name` }, state),
    textField({ name: 'lastName', label: say`Last name`, required: true }, state),
    textField({ name: 'comment', label: say`Comment` }, state),
    ...passwordFields(user === null, state),
  ];
  const sections = parts.map((part) => sectionView(part, user, values, errors));
  const all = focusFirstError([...own, ...sections.flatMap((section) => section.fields)]);
  const shown = (fields: readonly FieldView[]): readonly FieldView[] =>
    all.filter(({ id }) => fields.some((field) => field.id === id));
  return {
    fields: shown(own),
    sections: sections.map((section) => ({ ...section, fields: shown(section.fields) })),
    all,
  };
}

function passwordFields(isNew: boolean, state: FormState): readonly FieldView[] {
  const control = { kind: 'password', autocomplete: 'new-password', required: isNew } as const;
  const help = isNew
    ? say`At least 8 characters; 15 are better.`
    : say`Leave both fields empty to keep the password.`;
  return [
    textField(
      { ...control, name: 'password', label: isNew ? say`Password` : say`New password`, help },
      state,
    ),
    textField({ ...control, name: 'passwordAgain', label: say`Repeat password` }, state),
  ];
}

function sectionView(
  part: AccountPart,
  user: User | null,
  values: UserValues,
  errors: FieldErrors,
): SectionView {
  const prefix = prefixOf(part);
  const own = Object.entries(errors).filter(([name]) => name.startsWith(prefix));
  const state: FormState = {
    values: values.accounts[part.module] ?? {},
    errors: Object.fromEntries(own.map(([name, sentence]) => [name.slice(prefix.length), sentence])),
  };
  const cannotHave = user === null ? null : part.section.cannotHave(user.userName);
  return {
    title: part.section.title,
    notes: part.section.notes(part.enabled()),
    cannotHave: cannotHave ?? '',
    fields: cannotHave === null ? settingFields(part.section.fields, state, prefix) : [],
  };
}

/** A page never sends a password back. Left empty after an error elsewhere, it would silently stay the old one. */
export function passwordAgain({ own }: UserValues): FieldErrors {
  return (own['password'] ?? '') === ''
    ? {}
    : { password: say`Type the new password again, in both fields.` };
}
