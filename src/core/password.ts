import { say, type Sentence } from './words/sentence.js';
/** Characters that a password has at least and at most. */
export const passwordLimits = { least: 8, most: 256 } as const;

/** What became of a password that somebody typed: the form of it that is kept and compared, or why it cannot be one. */
export type ReadPassword =
  { readonly ok: true; readonly password: string } | { readonly ok: false; readonly reason: Sentence };

/** What a user's password must be for one service, beside what every password must be. */
export interface PasswordRule {
  /** The form of it in which clients send it and the service compares it; refused when they cannot send it. */
  prepare(typed: string): ReadPassword;
  /** Why the service cannot take the prepared password, as a sentence, or null. */
  problem(password: string): Sentence | null;
}

/** Reads a user's password as it was typed, by the rules of the services that it is for. */
export function readPassword(typed: string, rules: readonly PasswordRule[]): ReadPassword {
  if (/\p{Cc}/u.test(typed)) return refused(CONTROL);
  if (/\p{Cs}/u.test(typed)) return refused(say`This password contains a broken character. Type it again.`);
  const short = lengthProblem(typed);
  if (short !== null) return refused(short);
  let password = typed;
  for (const rule of rules) {
    const prepared = rule.prepare(password);
    if (!prepared.ok) return prepared;
    password = prepared.password;
  }
  const problem = lengthProblem(password) ?? serviceProblem(password, rules) ?? keptProblem(password);
  return problem === null ? { ok: true, password } : refused(problem);
}

/** Why the panel's administrator should not have this password; null when it is fine. No service reads it. */
export function administratorPasswordProblem(password: string): Sentence | null {
  if (/\p{Cc}/u.test(password)) return CONTROL;
  return lengthProblem(password) ?? (isCommon(password) ? GUESSED : null);
}

/**
 * A directory server takes `{SCHEME}…` for a hash that was made elsewhere (RFC 2307, userPassword): another password
 * would then let the user in. Which schemes it knows depends on its modules, so every such beginning is refused.
 */
const LIKE_A_HASH = /^\{[\w./-]+\}/;

function serviceProblem(password: string, rules: readonly PasswordRule[]): Sentence | null {
  for (const rule of rules) {
    const problem = rule.problem(password);
    if (problem !== null) return problem;
  }
  return null;
}

function keptProblem(password: string): Sentence | null {
  if (LIKE_A_HASH.test(password)) {
    return say`A password cannot begin with a word in braces, because the directory would read it as a stored hash. Begin it with another character.`;
  }
  return isCommon(password) ? GUESSED : null;
}

function lengthProblem(password: string): Sentence | null {
  const { length } = Array.from(password);
  if (length < passwordLimits.least)
    return say`Use at least ${{ count: passwordLimits.least }} characters; 15 are better.`;
  return length > passwordLimits.most ? say`Use at most ${{ count: passwordLimits.most }} characters.` : null;
}

function isCommon(password: string): boolean {
  return common.has(password.toLowerCase()) || /^(.)\1*$/u.test(password);
}

function refused(reason: Sentence): ReadPassword {
  return { ok: false, reason };
}

const CONTROL = say`A password cannot contain tabs, line breaks or other control characters.`;
const GUESSED = say`This password is one of the first that an attacker would try. Choose another one.`;

/** The most used passwords of eight characters and more, as lists of leaked ones have had them for years. */
const common: ReadonlySet<string> = new Set([
  ...['12345678', '123456789', '1234567890', '87654321', '987654321', '0987654321', '123123123', '12341234'],
  ...['password', 'password1', 'password12', 'password123', 'passw0rd', 'p@ssword', 'p@ssw0rd', 'passwort'],
  ...[
    'qwertyui',
    'qwertyuiop',
    'qwerty123',
    'qwerty12345',
    '1q2w3e4r',
    '1q2w3e4r5t',
    '1qaz2wsx',
    'zaq12wsx',
    'qazwsxedc',
  ],
  ...[
    'asdfghjk',
    'asdfghjkl',
    'zxcvbnm1',
    'abcdefgh',
    'abcd1234',
    'abc12345',
    'a1b2c3d4',
    '11223344',
    '1q2w3e4r5t6y',
  ],
  ...[
    'iloveyou',
    'sunshine',
    'princess',
    'football',
    'baseball',
    'superman',
    'michelle',
    'jennifer',
    'trustno1',
  ],
  ...[
    'welcome1',
    'welcome123',
    'letmein1',
    'letmein123',
    'changeme',
    'changeme1',
    'changeme123',
    'computer',
    'internet',
  ],
  ...[
    'administrator',
    'admin123',
    'admin1234',
    'testtest',
    'test1234',
    'secret123',
    'starwars',
    'whatever',
    'master123',
  ],
]);
