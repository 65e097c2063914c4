import {
  newUserValues,
  userDifferences,
  valuesOfUser,
  type UserValues,
} from '../../../core/people/user-values.js';
import type { AccountPart } from '../../../core/people/account-part.js';
import type { DoChoices, PlannedPerson } from '../../../core/people/import/imports.js';
import type { FieldErrors, Settings } from '../../../core/settings.js';
import { valuesFrom } from '../../../core/shell/texts.js';
import type { User } from '../../../core/user.js';
import { say, type Sentence } from '../../../core/words/sentence.js';
import { UserForms } from '../user-forms.js';
import { userStepUp } from '../user-step-up.js';
import type { ImportItem } from './import-item.js';
import { madePassword } from './made-password.js';
import type { Person } from './person.js';

/** What is to be done with the person of a line. */
export type LookedAtPerson =
  | { readonly kind: 'wrong'; readonly errors: FieldErrors }
  | { readonly kind: 'unchanged' }
  | {
      readonly kind: 'planned';
      readonly item: ImportItem;
      readonly changes: PlannedPerson['changes'];
    };

/** Looks at people as the forms Add User and Edit User do. */
export class PersonLook {
  readonly #parts: readonly AccountPart[];
  readonly #forms: UserForms;
  /** Stands for a password that is generated once the import begins. */
  readonly #sample = madePassword();

  constructor(parts: readonly AccountPart[]) {
    this.#parts = parts;
    this.#forms = new UserForms(parts);
  }

  /** @param user who has the name already, or null */
  look(person: Person, user: User | null, choices: DoChoices): LookedAtPerson {
    return user === null ? this.#newUser(person, choices) : this.#knownUser(person, user, choices);
  }

  #newUser({ line, userName, own, password, accounts: texts }: Person, choices: DoChoices): LookedAtPerson {
    const isGenerated = password === '' && choices.generates;
    if (password === '' && !isGenerated) return { kind: 'wrong', errors: { password: NO_PASSWORD } };
    const { values, errors } = this.#accounts(newUserValues(this.#parts).accounts, texts, []);
    const said = { firstName: '', lastName: '', comment: '', ...own };
    const typed = isGenerated ? this.#sample : password;
    const fields = { ...said, userName, password: typed, passwordAgain: typed };
    const wrong = { ...errors, ...this.#forms.ofNew(fields, values).errors };
    if (Object.keys(wrong).length > 0) return { kind: 'wrong', errors: wrong };
    return {
      kind: 'planned',
      item: {
        line,
        userName,
        kind: 'add',
        own: said,
        accounts: values,
        password,
        isGenerated,
        kept: choices.kept,
        stepUp: userStepUp(this.#parts, null, { own: fields, accounts: values }),
      },
      changes: [],
    };
  }

  #knownUser(person: Person, user: User, { changesPasswords }: DoChoices): LookedAtPerson {
    const { line, userName, own, accounts: texts } = person;
    const now = valuesOfUser(user);
    const cannotHave = user.accounts.filter((one) => one.cannotHave !== null).map(({ module }) => module);
    const { values: accounts, errors } = this.#accounts(now.accounts, texts, cannotHave);
    const password = changesPasswords ? person.password : '';
    const values: UserValues = {
      own: { ...now.own, ...own, password, passwordAgain: password },
      accounts,
    };
    // What the directory has already is not judged: an exported file changes nothing.
    const changes = userDifferences(this.#parts, values, user).map(({ label, yours, theirs }) => ({
      ...{ label, from: theirs, to: yours },
    }));
    if (changes.length === 0 && password === '' && Object.keys(errors).length === 0)
      return { kind: 'unchanged' };
    const wrong = { ...errors, ...this.#forms.ofChange(userName, values.own, accounts).errors };
    if (Object.keys(wrong).length > 0) return { kind: 'wrong', errors: wrong };
    return {
      kind: 'planned',
      item: {
        line,
        userName,
        kind: 'change',
        own,
        accounts: given(accounts, texts),
        password,
        isGenerated: false,
        kept: null,
        stepUp: userStepUp(this.#parts, user, values),
      },
      changes:
        password === ''
          ? changes
          : [...changes, { label: say`Password`, from: '', to: say`the password in the file` }],
    };
  }

  #accounts(
    before: UserValues['accounts'],
    texts: Person['accounts'],
    cannotHave: readonly string[],
  ): { values: Record<string, Settings>; errors: FieldErrors } {
    const values: Record<string, Settings> = {};
    const errors: Record<string, Sentence> = {};
    for (const { module, section } of this.#parts) {
      const now = before[module] ?? {};
      if (cannotHave.includes(module)) continue;
      const read = valuesFrom(section.fields, now, texts[module] ?? {}, `${module}.`, () => '');
      values[module] = read.values;
      Object.assign(errors, read.errors);
    }
    return { values, errors };
  }
}

/** Of the accounts only what the file says: the rest stays as it is then. */
function given(
  accounts: Readonly<Record<string, Settings>>,
  texts: Person['accounts'],
): ImportItem['accounts'] {
  return Object.fromEntries(
    Object.entries(texts).map(([module, fields]) => [
      module,
      Object.fromEntries(Object.entries(accounts[module] ?? {}).filter(([name]) => name in fields)),
    ]),
  );
}

const NO_PASSWORD = say`There is no password. Add one to the file, or let the panel generate passwords.`;
