import type { Account } from '../layout.js';
import type { Machine } from '../ports.js';

/**
 * A folder that is there before any daemon starts. That in which a unix socket lies decides who may open it: its owner,
 * and the account that it is for.
 */
export interface FolderDeclaration {
  /** Below the state folder: `run/x`. */
  readonly path: string;
  readonly owner: Account;
  /** The account whose group it has. */
  readonly group: Account;
  /** Its permission bits. */
  readonly mode: number;
  /** Those that it needs as long as files of an older version are active; null where they need no others. */
  olderMode?(machine: Pick<Machine, 'files' | 'layout'>): Promise<number | null>;
}
