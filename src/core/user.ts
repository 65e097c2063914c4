import { z } from 'zod';
import { passwordProblem } from './password.js';
import type { Settings } from './settings.js';

/**
 * Names that XMPP (RFC 7622), its older form in jabberd2 (nodeprep, RFC 3920) and the file system all take as they are.
 * Anything else is refused, never changed: two names must not become one.
 */
const USER_NAME = /^[a-z0-9][a-z0-9._-]{0,63}$/;

/** Whether a user of this name may be made, and may chat. */
export function isUserName(name: string): boolean {
  return USER_NAME.test(name);
}

/** What is wrong with a user name, or null. */
export function userNameProblem(name: string): string | null {
  if (isUserName(name)) return null;
  if (name === '') return 'Type a user name, for example alice.';
  if (name.length > 64) return 'A user name has at most 64 characters.';
  if (/^\s|\s$/.test(name)) return 'There is a space before or after the user name.';
  if (isUserName(name.toLowerCase()) && /^[\x21-\x7e]+$/.test(name)) {
    return `User names are in small letters: type ${name.toLowerCase()}.`;
  }
  if (/^[a-z0-9._-]+$/.test(name)) return 'A user name begins with a letter or a digit.';
  return 'A user name has only small letters a to z, digits, dots, hyphens and underscores.';
}

/** What cannot be shown safely: control characters, halves of pairs, no characters at all, changes of direction. */
const UNSHOWABLE = /[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}\u202a-\u202e\u2066-\u2069\u2028\u2029]/u;

function line(most: number) {
  return z
    .string('Type a text.')
    .trim()
    .refine((text) => Array.from(text).length <= most, `Use at most ${most} characters.`)
    .refine(
      (text) => !UNSHOWABLE.test(text),
      'This contains a character that cannot be shown. Type it again by hand.',
    );
}

const names = {
  firstName: line(100),
  lastName: line(100).refine((text) => text !== '', 'Type the last name.'),
  comment: line(500),
};
const typedPassword = z.string('Type the password.');

function judgePassword(fields: { password: string; passwordAgain: string }, context: z.RefinementCtx): void {
  const problem = passwordProblem(fields.password);
  if (problem !== null) context.addIssue({ code: 'custom', path: ['password'], message: problem });
  else if (fields.password !== fields.passwordAgain) {
    context.addIssue({
      code: 'custom',
      path: ['passwordAgain'],
      message: 'The two passwords differ. Type both again.',
    });
  }
}

/** What the form Add User sends. */
export const addUserSchema = z
  .strictObject({
    userName: z.string('Type a user name.').superRefine((name, context) => {
      const problem = userNameProblem(name);
      if (problem !== null) context.addIssue({ code: 'custom', message: problem });
    }),
    ...names,
    password: typedPassword,
    passwordAgain: typedPassword,
  })
  .superRefine(judgePassword);

/** What the form Edit User sends; two empty passwords leave the password as it is. */
export const editUserSchema = z
  .strictObject({ ...names, password: typedPassword, passwordAgain: typedPassword })
  .superRefine((fields, context) => {
    if (fields.password !== '' || fields.passwordAgain !== '') judgePassword(fields, context);
  });

export type AddUserFields = z.infer<typeof addUserSchema>;
export type EditUserFields = z.infer<typeof editUserSchema>;

/** A module's account of a user. */
export interface UserAccount {
  /** The module's id. */
  readonly module: string;
  readonly values: Settings;
  /** Why this user cannot have one, or null. */
  readonly cannotHave: string | null;
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
