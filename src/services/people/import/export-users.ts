import { setImmediate } from 'node:timers/promises';
import type { AccountPart } from '../../../core/people/account-part.js';
import { CSV_MARK, csvLines } from '../../../core/people/import/csv-lines.js';
import type { Directory } from '../../../core/ports.js';
import type { User } from '../../../core/user.js';
import { usersNamed } from '../users-named.js';

/** Users that are read at once. */
const SLICE = 200;

/**
 * Users as CSV (RFC 4180): a file that is imported again changes nothing, and in which a spreadsheet finds no formula.
 * Without passwords. Users who go meanwhile are left out.
 */
export async function csvOfUsers(
  directory: Pick<Directory, 'search'>,
  parts: readonly AccountPart[],
  userNames: readonly string[],
): Promise<string> {
  const fields = parts.flatMap(({ module, section }) => section.fields.map((field) => ({ module, field })));
  const heads = fields.map(({ module, field }) => `${module}.${field.name}`);
  const pieces = [CSV_MARK, csvLines([['userName', 'firstName', 'lastName', 'comment', ...heads]])];
  const accountCell = ({ accounts }: User, { module, field }: (typeof fields)[number]): string => {
    const account = accounts.find((one) => one.module === module);
    const value = account?.values[field.name];
    return value === undefined || account?.cannotHave !== null ? '' : field.typed(value);
  };
  for (let from = 0; from < userNames.length; from += SLICE) {
    const names = userNames.slice(from, from + SLICE);
    const known = await usersNamed(directory, parts, names);
    const users = names.flatMap((name) => known.get(name) ?? []);
    pieces.push(
      csvLines(
        users.map((user) => [
          ...[user.userName, user.firstName, user.lastName, user.comment],
          ...fields.map((one) => accountCell(user, one)),
        ]),
      ),
    );
    await setImmediate();
  }
  return pieces.join('');
}
