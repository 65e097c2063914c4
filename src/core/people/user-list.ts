import type { SettingValue } from '../setting-value.js';
import type { TablePage } from '../table/index.js';
import type { UserAccount } from '../user.js';

/** Users on one page of the list. */
export const PAGE_SIZE = 50;

/** A user as a row of the list. */
export interface UserRow {
  readonly userName: string;
  readonly fullName: string;
  readonly accounts: readonly UserAccount[];
}

/** Which users, and in which order. */
export interface WantedUsers {
  /** A part of the user name or the full name, whatever its case; `''` for all. */
  readonly search?: string;
  /** Only users whose account says this; null for all. */
  readonly having?: AccountFilter | null;
  readonly sort?: 'userName' | 'fullName';
  readonly isDescending?: boolean;
}

/** What an account must say: this value in this field of the module's section. */
export interface AccountFilter {
  readonly module: string;
  readonly field: string;
  readonly value: SettingValue;
}

/** One page of the list of users. */
export type UserPage = TablePage<UserRow>;
