import { EventEmitter } from 'node:events';
import ldapjs, { type Client, type LDAPMessage, type LDAPResult, type SearchEntry } from 'ldapjs';
import type { DistinguishedName } from '../../core/directory.js';
import { noAnswer } from '../../core/no-answer.js';
import type { Secret } from '../../core/secret.js';
import { say, type Sentence, verbatim } from '../../core/words/sentence.js';
import { LdapTrouble, type Mishap } from './errors.js';
import { textOfName } from './distinguished-name.js';

/** How long to wait, in milliseconds. */
export interface Patience {
  readonly connect: number;
  /** For an answer, or for the next entry of a search. */
  readonly answer: number;
}

/**
 * ldapjs turns result codes that it does not know into a crash of the process (lib/errors/index.js, getError). With
 * this every code is an expected one, and reading it is left to us.
 */
const anyResult = { indexOf: () => 0 };

const CLOSED = say`The connection was closed.`;

/**
 * One connection to slapd's unix socket. Every request has a time limit; when one passes it, the connection is closed,
 * because what comes later on it is nobody's answer any more.
 */
export class LdapConnection {
  readonly #client: Client;
  readonly #patience: Patience;
  #open = true;
  #onClose: () => void = () => undefined;

  private constructor(client: Client, patience: Patience) {
    this.#client = client;
    this.#patience = patience;
    client.on('close', () => this.#closed());
    client.on('error', () => this.close());
  }

  /** @throws LdapTrouble when nobody listens there, or not in time */
  static connect(socket: string, patience: Patience): Promise<LdapConnection> {
    const client = ldapjs.createClient({ socketPath: socket, connectTimeout: patience.connect });
    return new Promise((resolve, reject) => {
      const fail = (error: unknown): void => {
        client.destroy();
        reject(new LdapTrouble('not-opened', plainReason(error)));
      };
      for (const event of ['error', 'connectError', 'connectRefused', 'connectTimeout'])
        client.on(event, fail);
      client.once('connect', () => resolve(new LdapConnection(client, patience)));
    });
  }

  /** False once the connection is gone. */
  get open(): boolean {
    return this.#open;
  }

  /** Ends the connection; requests that wait for an answer fail. */
  close(): void {
    this.#closed();
    this.#client.destroy();
  }

  /** Calls `listener` once the connection is gone. There is one listener. */
  onClose(listener: () => void): void {
    if (this.#open) this.#onClose = listener;
    else listener();
  }

  #closed(): void {
    if (!this.#open) return;
    this.#open = false;
    this.#onClose();
  }

  /** A simple bind. An empty password would be an anonymous bind (RFC 4513, 5.1.2): refused here, not sent. */
  bind(name: DistinguishedName | string, password: Secret): Promise<LDAPResult> {
    const credentials = password.reveal();
    if (credentials === '') throw new Error('a bind with an empty password proves nothing');
    return this.request(new ldapjs.BindRequest({ name: textOfName(name), credentials }));
  }

  /**
   * Sends a request and gives its result, whatever the code.
   * @param onEntry called for each entry of a search; references to other servers are not followed
   * @throws LdapTrouble
   */
  request(message: LDAPMessage, onEntry?: (entry: SearchEntry) => void): Promise<LDAPResult> {
    return new Promise((resolve, reject) => {
      if (!this.#open) {
        reject(new LdapTrouble('not-opened', CLOSED));
        return;
      }
      const fail = (mishap: Mishap, reason: Sentence): void => {
        clearTimeout(timer);
        reject(new LdapTrouble(mishap, reason));
      };
      const timer = setTimeout(() => {
        fail('no-answer', noAnswer(this.#patience.answer / 1000));
        this.close();
      }, this.#patience.answer);
      const done = (result: unknown): void => {
        clearTimeout(timer);
        if (result instanceof ldapjs.LDAPResult) resolve(result);
        else fail('closed', say`The answer could not be read.`);
      };
      const emitter = onEntry === undefined ? null : new EventEmitter();
      emitter?.on('searchEntry', (entry: SearchEntry) => {
        timer.refresh();
        try {
          onEntry?.(entry);
        } catch (error) {
          clearTimeout(timer);
          reject(error instanceof Error ? error : new Error(String(error)));
          this.close();
        }
      });
      emitter?.on('error', (error: unknown) => fail('closed', plainReason(error)));
      emitter?.on('end', done);
      this.#client._send(message, anyResult, emitter, (error, result) => {
        if (error !== null) fail('closed', plainReason(error));
        else if (emitter === null) done(result);
      });
    });
  }
}

/** What went wrong, for people. */
function plainReason(error: unknown): Sentence {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT' || code === 'ECONNREFUSED') return say`It is not running.`;
  if (code === 'EACCES') return say`The panel is not allowed to open its socket.`;
  if (error instanceof Error && error.name === 'ConnectionError') {
    return error.message.includes('timeout') ? say`There was no connection in time.` : CLOSED;
  }
  return error instanceof Error ? verbatim(error.message) : say`The connection failed.`;
}
