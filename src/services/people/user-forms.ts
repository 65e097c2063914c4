import type { AccountPart } from '../../core/people/account-part.js';
import type { PasswordRule } from '../../core/password.js';
import { check, type Checked, type FieldErrors, type Settings } from '../../core/settings.js';
import { addUserSchema, editUserSchema } from '../../core/user.js';

/** Module id → what its section of a form says. */
export type AccountValues = Readonly<Record<string, Settings>>;

/** A section of a user's page with what the form says there. */
export type ChosenPart = AccountPart & { readonly values: Settings };

/** A form that was looked at, before anything is done. */
export interface LookedAt<Fields> {
  readonly checked: Checked<Fields>;
  readonly chosen: readonly ChosenPart[];
  /** What is wrong: the user's own fields, and those of each section under `MODULE.FIELD`. Empty when all is well. */
  readonly errors: FieldErrors;
}

/** Looks at the forms Add User and Edit User: the user's own fields and the section of each module. */
export class UserForms {
  readonly #parts: readonly AccountPart[];
  /** Made once: to make one takes as long as to look at ten forms. */
  readonly #newUser: ReturnType<typeof addUserSchema>;
  readonly #change: ReturnType<typeof editUserSchema>;

  constructor(parts: readonly AccountPart[]) {
    this.#parts = parts;
    const passwordRules: readonly PasswordRule[] = parts.flatMap(({ section }) => section.password ?? []);
    this.#newUser = addUserSchema(passwordRules);
    this.#change = editUserSchema(passwordRules);
  }

  /** A form Add User. A module that is left out gives what new users get. */
  ofNew(fields: unknown, accounts: AccountValues) {
    const chosen = this.#parts.map((part) => ({
      ...part,
      values: accounts[part.module] ?? part.section.initial(part.settings()),
    }));
    return lookedAt(check(this.#newUser, fields), chosen);
  }

  /** A form Edit User. A module that is left out keeps the account as it is. */
  ofChange(userName: string, fields: unknown, accounts: AccountValues) {
    const chosen = this.#parts.flatMap((part) => {
      const values = accounts[part.module];
      return values === undefined || part.section.cannotHave(userName) !== null ? [] : [{ ...part, values }];
    });
    return lookedAt(check(this.#change, fields), chosen);
  }
}

function lookedAt<Fields>(checked: Checked<Fields>, chosen: readonly ChosenPart[]): LookedAt<Fields> {
  const ofSections = chosen.flatMap(({ module, section, values }) =>
    Object.entries(section.check(values)).map(
      ([field, sentence]) => [`${module}.${field}`, sentence] as const,
    ),
  );
  const errors = { ...(checked.ok ? {} : checked.errors), ...Object.fromEntries(ofSections) };
  return { checked, chosen, errors };
}
