import type { LDAPMessage, LDAPResult } from 'ldapjs';
import type { DirectoryEntry } from '../../core/directory.js';
import type { BoundConnection } from './bound-connection.js';
import { plainEntry } from './entry.js';
import { LdapTrouble, refusal, resultCode, troubleError } from './errors.js';

/** Requests on a connection that may break in between. */
export class Conversation {
  readonly #bound: BoundConnection;

  constructor(bound: BoundConnection) {
    this.#bound = bound;
  }

  /** Sends a request that changes something: its outcome is unknown when the connection breaks. */
  async change(message: LDAPMessage): Promise<void> {
    const connection = await this.#bound.get();
    const result = await connection.request(message).catch((error: unknown) => {
      throw error instanceof LdapTrouble ? troubleError(error, true) : error;
    });
    if (result.status !== resultCode.success) throw refusal(result.status, result.diagnosticMessage);
  }

  /** Reads; once more on a new connection when the old one turns out to be broken before anything came. */
  async read(
    message: () => LDAPMessage,
    onEntry: (entry: DirectoryEntry) => void,
    again = true,
  ): Promise<LDAPResult> {
    let entries = 0;
    const connection = await this.#bound.get();
    try {
      return await connection.request(message(), (entry) => {
        entries += 1;
        onEntry(plainEntry(entry));
      });
    } catch (error) {
      if (!(error instanceof LdapTrouble)) throw error;
      if (again && entries === 0 && error.mishap === 'closed') return this.read(message, onEntry, false);
      throw troubleError(error, false);
    }
  }
}
