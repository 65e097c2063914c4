import { say, type Sentence } from './words/sentence.js';
/**
 * Names that XMPP (RFC 7622), its older form (nodeprep, RFC 3920) and the file system all take as they are.
 * Anything else is refused, never changed: two names must not become one.
 */
const USER_NAME = /^[a-z0-9][a-z0-9._-]{0,63}$/;

/** Whether a user of this name may be made, and have accounts of services. */
export function isUserName(name: string): boolean {
  return USER_NAME.test(name);
}

/** What is wrong with a name for a new user, or null. */
export function userNameProblem(name: string): Sentence | null {
  if (isUserName(name)) return null;
  if (name === '') return say`Type a user name, for example alice.`;
  if (name.length > 64) return say`A user name has at most 64 characters.`;
  if (/^\s|\s$/.test(name)) return say`There is a space before or after the user name.`;
  if (isUserName(name.toLowerCase()) && /^[\x21-\x7e]+$/.test(name)) {
    return say`User names are in lower case: type ${{ user: name.toLowerCase() }}.`;
  }
  if (/^[a-z0-9._-]+$/.test(name)) return say`A user name begins with a letter or a digit.`;
  return say`A user name has only lower-case letters a to z, digits, dots, hyphens and underscores.`;
}
