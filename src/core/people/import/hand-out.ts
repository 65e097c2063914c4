import type { AccountPart } from '../account-part.js';
import { CSV_MARK, csvLines } from './csv-lines.js';
import type { HandedOut } from './imports.js';

/** Generated passwords as a CSV file, with the address that each user signs in with. */
export function handOutCsv(people: readonly HandedOut[], parts: readonly AccountPart[]): string {
  const lines = people.map((person) => {
    const { userName, firstName, lastName, password } = person;
    return [userName, firstName, lastName, addressOfUser(parts, userName), password];
  });
  return CSV_MARK + csvLines([['userName', 'firstName', 'lastName', 'address', 'password'], ...lines]);
}

/** The address of a user at the first service that has addresses, or `''`. */
export function addressOfUser(parts: readonly AccountPart[], userName: string): string {
  const part = parts.find(({ section }) => section.address !== undefined);
  return part?.section.address?.(userName, part.settings()) ?? '';
}
