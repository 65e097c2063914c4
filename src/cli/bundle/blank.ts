import type { Secret } from '../../core/secret.js';
import { redact } from '../../core/redact.js';
import { redactLine } from '../../system/redact-line.js';

/** What a password looks like that was hashed: `{SSHA}…`, `{ARGON2}$argon2…`, crypt(3)'s `$6$…`. */
const HASHES = [
  /\{(?:[A-Z0-9]+(?:[-/][A-Z0-9]+)*)\}[A-Za-z0-9+/=$,.]{16,}/g,
  /\$[a-z0-9]{1,12}\$[^\s"'<]{8,}/g,
];
/** `rootpw TEXT`, as slapd.conf(5) and others have it. */
const PASSWORD_LINES = /^(\s*(?:rootpw|bindpw|password|credentials)\s+)\S+/gim;
/** An element of XML that is a password: `<pass>TEXT</pass>`. */
const PASS_ELEMENTS = /(<pass(?:word)?\b[^>]*>)[^<]+/gi;
/** A key that DNS servers share, as named.conf(5) has it: `secret "TEXT";`. */
const SHARED_KEYS = /(\bsecret\s+)"[^"]*"/gi;
/** The part of an address before the @, and a client's network address as logs write it: in brackets, or before `#PORT`. */
const ACCOUNTS = /[^\s@"'<>=/:,()[\]]+(?=@[\w.-]+)/g;
const ADDRESSES = /\b(?!127\.)(?:\d{1,3}\.){3}\d{1,3}\b/g;
const SENDERS = /(?<![0-9a-f:.])(?!::1#|::ffff:127\.)[0-9a-f]*:[0-9a-f:.]+(?=#\d)/gi;
const LONG_ADDRESSES = /\[(?!::1\b|::ffff:127\.)[0-9a-f:.]*:[0-9a-f:.]+(?=[,\]])/gi;
/** Words that may be the name of a user. */
const WORDS = /[a-z0-9][a-z0-9._-]*/gi;

/** Takes secrets and people out of texts that others are to read. */
export class Blank {
  readonly #secrets: readonly Secret[];
  readonly #names: Set<string>;
  readonly #ours: ReadonlySet<string>;

  /**
   * @param secrets everything that must not be shown
   * @param names the users' names; those that stand before an @ in what was blanked are learnt
   * @param ours words that name parts of the server and nobody, lower case
   */
  constructor(secrets: readonly Secret[], names: readonly string[], ours: ReadonlySet<string>) {
    this.#secrets = secrets;
    this.#names = new Set(names.filter((name) => !ours.has(name)));
    this.#ours = ours;
  }

  /** Learns the names of users from what somebody said. */
  learn(text: string): void {
    for (const [name] of text.matchAll(ACCOUNTS))
      if (!this.#ours.has(name.toLowerCase())) this.#names.add(name.toLowerCase());
  }

  /** A text without a secret, a password's hash or a private key. */
  secrets(text: string): string {
    const lines = redact(text, this.#secrets)
      .split('\n')
      .map((line) => redactLine(line, this.#secrets))
      .join('\n')
      .replace(PASSWORD_LINES, '$1****')
      .replace(PASS_ELEMENTS, '$1****')
      .replace(SHARED_KEYS, '$1"****"');
    return HASHES.reduce((rest, hash) => rest.replaceAll(hash, '****'), lines);
  }

  /** A text without these, and without names and addresses of people. */
  people(text: string): string {
    return this.secrets(text)
      .replace(ACCOUNTS, (name) => (this.#ours.has(name.toLowerCase()) ? name : 'USER'))
      .replace(LONG_ADDRESSES, '[ADDRESS')
      .replace(SENDERS, 'ADDRESS')
      .replace(ADDRESSES, 'ADDRESS')
      .replace(WORDS, (word) => (this.#names.has(word.toLowerCase()) ? 'USER' : word));
  }
}
