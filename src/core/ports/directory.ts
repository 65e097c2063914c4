import type {
  AttributeChange,
  DirectoryEntry,
  DistinguishedName,
  SearchRequest,
  SearchResult,
} from '../directory.js';
import type { Secret } from '../secret.js';

/** The directory, bound as the panel's identity. Throws PanelErrors whose codes begin with `directory-`. */
export interface Directory {
  search(request: SearchRequest): Promise<SearchResult>;
  /** Reads everything that matches, in pages, without keeping it: for what is too much for {@link search}. */
  each(request: SearchRequest, onEntry: (entry: DirectoryEntry) => void): Promise<void>;
  add(dn: DistinguishedName, attributes: Readonly<Record<string, readonly string[]>>): Promise<void>;
  /**
   * Changes an entry in one request.
   * @param dn the text that a search gave, or literal names
   * @param expectedCsn the entryCSN that the change was decided on; when the entry has another one by now,
   *   `directory-entry-changed` is thrown and nothing is changed (RFC 4528); so it is when a value to be deleted is gone
   */
  modify(
    dn: DistinguishedName | string,
    changes: readonly AttributeChange[],
    expectedCsn?: string,
  ): Promise<void>;
  remove(dn: DistinguishedName | string): Promise<void>;
  rename(dn: DistinguishedName | string, newRelativeName: { type: string; value: string }): Promise<void>;
  /** Password Modify (RFC 3062): the server hashes it. */
  setPassword(dn: DistinguishedName | string, password: Secret): Promise<void>;
  /** Whether a simple bind with this password is accepted, on a fresh connection. An empty password never is. */
  proves(dn: DistinguishedName | string, password: Secret): Promise<boolean>;
}
