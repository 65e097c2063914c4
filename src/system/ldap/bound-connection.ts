import type { DistinguishedName } from '../../core/directory.js';
import type { Log } from '../../core/ports.js';
import type { Secret } from '../../core/secret.js';
import { PanelError, reasonOf } from '../../errors.js';
import { LdapConnection, type Patience } from './connection.js';
import { LdapTrouble, refusal, resultCode, troubleError } from './errors.js';

/** After a refused bind the same password is not tried again for so long, in milliseconds. */
const REFUSED_PAUSE = 5_000;

/** The identity to bind as, and where. `password` is asked for at each bind, so that a new secret is taken without a restart. */
export interface Identity {
  readonly socket: string;
  readonly bindDn: DistinguishedName;
  readonly password: () => Promise<Secret>;
}

/**
 * One connection, bound as one identity, opened at the first need and opened again after it broke. Whoever asks while it
 * is being opened gets the same one; a refused password is not tried again and again.
 */
export class BoundConnection {
  readonly #identity: Identity;
  readonly #patience: Patience;
  readonly #log: Log;
  #current: Promise<LdapConnection> | null = null;
  #refused: { readonly at: number; readonly password: string; readonly error: PanelError } | null = null;
  #told = '';
  #answered = false;

  constructor(identity: Identity, patience: Patience, log: Log) {
    this.#identity = identity;
    this.#patience = patience;
    this.#log = log;
  }

  /** @throws PanelError `directory-unreachable`, or `directory-refused` when the identity's password is not accepted */
  get(): Promise<LdapConnection> {
    this.#current ??= this.#remembered();
    return this.#current;
  }

  close(): void {
    const current = this.#current;
    this.#current = null;
    current?.then(
      (connection) => connection.close(),
      () => undefined,
    );
  }

  /** Opens a connection that is forgotten as soon as it is gone. */
  #remembered(): Promise<LdapConnection> {
    const opening = this.#open();
    const forget = (): void => {
      if (this.#current === opening) this.#current = null;
    };
    opening.then(
      (connection) => {
        this.#answered = true;
        this.#tell('');
        connection.onClose(forget);
      },
      (error: unknown) => {
        // A directory that is only being started is no trouble; whether it comes up is for who starts it to say.
        if (this.#answered || !isNotRunning(error)) this.#tell(reasonOf(error));
        forget();
      },
    );
    return opening;
  }

  async #open(): Promise<LdapConnection> {
    const password = await this.#identity.password();
    const refused = this.#refused;
    if (refused?.password === password.reveal() && performance.now() - refused.at < REFUSED_PAUSE)
      throw refused.error;
    try {
      const connection = await LdapConnection.connect(this.#identity.socket, this.#patience);
      const result = await connection.bind(this.#identity.bindDn, password);
      if (result.status === resultCode.success) return connection;
      connection.close();
      const error = refusal(result.status, result.diagnosticMessage);
      if (result.status === resultCode.invalidCredentials) {
        this.#refused = { at: performance.now(), password: password.reveal(), error };
      }
      throw error;
    } catch (error) {
      throw error instanceof LdapTrouble ? troubleError(error, false) : error;
    }
  }

  /** One line when the state changes, not one a request. */
  #tell(trouble: string): void {
    if (trouble === this.#told) return;
    if (trouble === '') this.#log.info('The directory answers again.');
    else this.#log.error(trouble);
    this.#told = trouble;
  }
}

function isNotRunning(error: unknown): boolean {
  return (
    error instanceof PanelError && error.cause instanceof LdapTrouble && error.cause.mishap === 'not-opened'
  );
}
