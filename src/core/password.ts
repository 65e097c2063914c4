import { saslprep } from '@mongodb-js/saslprep';

/** Characters that a password has at least and at most, and its bytes in UTF-8. */
export const passwordLimits = { least: 8, most: 256, bytes: 512 } as const;

/**
 * Why somebody could not, or should not, sign in with this password; null when it is fine. The chat server prepares
 * what is typed with SASLprep (RFC 4013) before it asks us, so only a password that SASLprep leaves alone can be
 * proved both there and elsewhere. Its line to us has 1,023 bytes (jabberd2's authreg_pipe.c), hence the byte limit.
 */
export function passwordProblem(password: string): string | null {
  const length = Array.from(password).length;
  if (length < passwordLimits.least) return `Use at least ${passwordLimits.least} characters; 15 are better.`;
  if (length > passwordLimits.most) return `Use at most ${passwordLimits.most} characters.`;
  if (new TextEncoder().encode(password).length > passwordLimits.bytes) {
    return `This password is too long for the chat server: ${passwordLimits.bytes} bytes at most. Use fewer or plainer characters.`;
  }
  if (/\p{Cc}/u.test(password))
    return 'A password cannot contain tabs, line breaks or other control characters.';
  if (/\p{Cs}/u.test(password)) return 'This password contains a broken character. Type it again.';
  if (isCommon(password)) return guessed;
  return prepared(password) === password ? null : neverProved;
}

/** Why the panel's administrator should not have this password; null when it is fine. No chat server reads it. */
export function administratorPasswordProblem(password: string): string | null {
  const { length } = Array.from(password);
  if (length < passwordLimits.least) return `Use at least ${passwordLimits.least} characters; 15 are better.`;
  if (length > passwordLimits.most) return `Use at most ${passwordLimits.most} characters.`;
  if (/\p{Cc}/u.test(password))
    return 'A password cannot contain tabs, line breaks or other control characters.';
  return isCommon(password) ? guessed : null;
}

const guessed = 'This password is among the first that somebody would try. Choose another one.';

function isCommon(password: string): boolean {
  return common.has(password.toLowerCase()) || /^(.)\1*$/u.test(password);
}

const neverProved =
  'Nobody could sign in to chat with this password, because chat programs change some of its characters or refuse them. ' +
  'Use letters, digits, simple spaces and punctuation; no emoji, no unusual spaces, and not letters of two directions of writing together.';

function prepared(password: string): string | null {
  try {
    return saslprep(password);
  } catch {
    return null;
  }
}

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
