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
  /** Milliseconds since 1970; null where no sign-in is known. */
  readonly lastSignIn: number | null;
  /** Null where it is not known. */
  readonly isOnline: boolean | null;
}

/** What users are sorted by: a column of their own, or what the account of this module says. */
export type UserSort = 'userName' | 'fullName' | 'lastSignIn' | 'online' | { readonly module: string };

/** Which users, and in which order. */
export interface WantedUsers {
  /** Words that all stand in the user's names, comment or mail address, whatever their order, case and accents; `''` for all. */
  readonly search?: string;
  /** Only users whose account says this; null for all. */
  readonly having?: AccountFilter | null;
  /** Only users of whom no sign-in is known; or whose last one was before this, in milliseconds since 1970. */
  readonly lastSignIn?: 'unknown' | { readonly before: number } | null;
  /** Only users who are connected; nobody where it is not known who is. */
  readonly isOnline?: boolean;
  readonly sort?: UserSort;
  readonly isDescending?: boolean;
}

/** What an account must say: this value in this field of the module's section; or that the user cannot have one. */
export type AccountFilter = { readonly module: string } & (
  { readonly field: string; readonly value: SettingValue } | { readonly isImpossible: true }
);

/** One page of the list of users. */
export interface UserPage extends TablePage<UserRow> {
  /** Whether it is known who is connected. */
  readonly isOnlineKnown: boolean;
}

/** Every user, sorted by user name: to be gone through at once, since what changes later is not seen, or only half. */
export type Everybody = Iterable<UserRow>;
