import type { Settings } from '../../../core/settings.js';
import { lineOf, type CommandOption } from '../../../core/shell/command.js';
import { usageFailure } from '../../../core/shell/failure.js';
import { assignments, assignment } from '../../../core/shell/typed.js';
import { say, passage, type Sentence } from '../../../core/words/sentence.js';

/** The names of a user. */
export const nameOptions: readonly CommandOption[] = [
  { name: 'first-name', value: 'TEXT', help: say`The first name.` },
  { name: 'last-name', value: 'TEXT', help: say`The last name.` },
  { name: 'comment', value: 'TEXT', help: say`A comment.` },
];

/** Fields of accounts; see {@link accountsOf}. */
export const accountOption: CommandOption = {
  name: 'set',
  value: 'MODULE.NAME=VALUE',
  many: true,
  help: say`A field of an account, e.g. jabber.account=enabled or jabber.administrator=yes.`,
};

/** Where the password comes from. */
export const passwordOption: CommandOption = {
  name: 'password-stdin',
  value: null,
  help: say`The first line of standard input is the password.`,
};

/** `MODULE.NAME=VALUE` as module → name → value. */
export function accountsOf(texts: readonly string[]): Record<string, Record<string, string>> {
  const accounts: Record<string, Record<string, string>> = {};
  for (const [path, value] of Object.entries(assignments(texts))) {
    const [module = '', name, ...more] = path.split('.');
    if (name === undefined || more.length > 0)
      throw usageFailure(say`"${{ path }}" does not have the form MODULE.NAME.`);
    accounts[module] = { ...accounts[module], [name]: value };
  }
  return accounts;
}

/** Accounts as they can be typed again. */
export function accountWords(accounts: Readonly<Record<string, Settings>>): Sentence {
  const all = Object.entries(accounts).flatMap(([module, values]) =>
    Object.entries(values).map(([name, value]) => lineOf(assignment(`${module}.${name}`, value))),
  );
  return passage(...all);
}
