import type { Sentence } from '../../../core/words/sentence.js';

/** A chat server that somebody set up on this machine by hand, as its configuration says. Nothing in it is secret. */
export interface FoundServer {
  /** The folder of its configuration. */
  readonly folder: string;
  /** The domains that it serves, as its configuration writes them. */
  readonly domains: readonly string[];
  readonly ssl: 'disabled' | 'optional' | 'required';
  /** The file of certificate and key, or null when it has none. */
  readonly certificate: string | null;
  /** Whether it connects to other servers. */
  readonly otherServers: boolean;
  readonly rooms: FoundRooms | null;
  readonly storage: FoundStorage;
  /** The name of c2s's module that checks passwords: `sqlite`, `ldapfull`, `pam` … */
  readonly accounts: string;
  /** What could not be read, in sentences. */
  readonly troubles: readonly Sentence[];
}

/** Its chat rooms. */
export interface FoundRooms {
  /** The name under which they are found, such as `conference.example.org`. */
  readonly host: string;
  /** The folder that mu-conference keeps them in. */
  readonly folder: string;
  /** Those that outlive a restart: JID, and the name of its file in the folder without `.xml`. */
  readonly list: readonly { readonly jid: string; readonly file: string }[];
}

/** Where it keeps contact lists and messages. */
export interface FoundStorage {
  /** The name of sm's driver: `sqlite`, `db`, `mysql` … */
  readonly driver: string;
  /** The database file; null with a driver that has none. */
  readonly path: string | null;
  /** What is in it, or null when it could not be looked at. */
  readonly content: StorageContent | null;
}

/** How much is in a database. */
export interface StorageContent {
  /** The bare JIDs that something is kept for. */
  readonly owners: readonly string[];
  readonly contacts: number;
  /** Messages that wait for somebody who is offline. */
  readonly messages: number;
}
