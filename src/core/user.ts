import { z } from 'zod';
import { readPassword, type PasswordRule } from './password.js';
import type { Settings } from './settings.js';
import { userNameProblem } from './user-name.js';
import { say, type Sentence } from './words/sentence.js';
import { told } from './words/told.js';

/** What cannot be shown safely: control characters, halves of pairs, no characters at all, changes of direction. */
const UNSHOWABLE = /[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}\u202a-\u202e\u2066-\u2069\u2028\u2029]/u;

function line(most: number) {
  return z
    .string(told(say`Type a text.`))
    .trim()
    .refine((text) => Array.from(text).length <= most, told(say`Use at most ${{ count: most }} characters.`))
    .refine(
      (text) => !UNSHOWABLE.test(text),
      told(say`This contains an invisible character. Type it again by hand.`),
    );
}

const names = {
  firstName: line(100),
  lastName: line(100).refine((text) => text !== '', told(say`Type the last name.`)),
  comment: line(500),
};
const typedPassword = z.string(told(say`Type the password.`));

interface PasswordPair {
  readonly password: string;
  readonly passwordAgain: string;
}

/** Adds a sentence at the field that is wrong. */
type Judge = (pair: PasswordPair, context: z.RefinementCtx) => void;

function judgeBy(rules: readonly PasswordRule[]): Judge {
  return ({ password, passwordAgain }, context) => {
    const read = readPassword(password, rules);
    if (!read.ok) context.addIssue({ code: 'custom', path: ['password'], message: told(read.reason) });
    else if (read.password !== formOf(passwordAgain, rules)) {
      context.addIssue({
        code: 'custom',
        path: ['passwordAgain'],
        message: told(say`The two passwords differ. Type both again.`),
      });
    }
  };
}

/** With the password in the form that is kept. */
function withRead<Fields extends PasswordPair>(fields: Fields, rules: readonly PasswordRule[]): Fields {
  const { password, passwordAgain } = fields;
  return { ...fields, password: formOf(password, rules), passwordAgain: formOf(passwordAgain, rules) };
}

function formOf(typed: string, rules: readonly PasswordRule[]): string {
  const read = readPassword(typed, rules);
  return read.ok ? read.password : typed;
}

/** What the form Add User sends. @param rules what a password must be for the services */
export function addUserSchema(rules: readonly PasswordRule[]) {
  return z
    .strictObject({
      userName: z.string(told(say`Type a user name.`)).superRefine((name, context) => {
        const problem = userNameProblem(name);
        if (problem !== null) context.addIssue({ code: 'custom', message: told(problem) });
      }),
      ...names,
      password: typedPassword,
      passwordAgain: typedPassword,
    })
    .superRefine(judgeBy(rules))
    .transform((fields) => withRead(fields, rules));
}

/** What the form Edit User sends; two empty passwords leave the password as it is. @param rules as for {@link addUserSchema} */
export function editUserSchema(rules: readonly PasswordRule[]) {
  const judge = judgeBy(rules);
  return z
    .strictObject({ ...names, password: typedPassword, passwordAgain: typedPassword })
    .superRefine((fields, context) => {
      if (fields.password !== '' || fields.passwordAgain !== '') judge(fields, context);
    })
    .transform((fields) => withRead(fields, rules));
}

export type AddUserFields = z.infer<ReturnType<typeof addUserSchema>>;
export type EditUserFields = z.infer<ReturnType<typeof editUserSchema>>;

/** A module's account of a user. */
export interface UserAccount {
  /** The module's id. */
  readonly module: string;
  readonly values: Settings;
  /** Why this user cannot have one, or null. */
  readonly cannotHave: Sentence | null;
}

/** A user as a page shows him. */
export interface User {
  readonly userName: string;
  readonly firstName: string;
  readonly lastName: string;
  /** First and last name, or what the directory has instead. */
  readonly fullName: string;
  readonly comment: string;
  /** In the order of the account sections. */
  readonly accounts: readonly UserAccount[];
  /** The state of the entry that this was read from; a form carries it, so that a change by others is noticed. */
  readonly csn: string;
}
