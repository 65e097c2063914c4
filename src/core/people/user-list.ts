import type { UserAccount } from '../user.js';

/** A user as a row of the list. */
export interface UserRow {
  readonly userName: string;
  readonly fullName: string;
  readonly accounts: readonly UserAccount[];
}

/** One page of the list of users. */
export interface UserPage {
  readonly rows: readonly UserRow[];
  /** From 1 on; the last one when a later one was asked for. */
  readonly page: number;
  /** At least 1. */
  readonly pages: number;
  /** How many users match. */
  readonly total: number;
}
