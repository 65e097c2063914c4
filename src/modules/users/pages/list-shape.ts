import type { Field } from '../../../core/fields/field.js';
import type { Frame } from '../../../core/module/index.js';
import type { PageRequest } from '../../../core/page.js';
import type { AccountPart } from '../../../core/people/account-part.js';
import {
  PAGE_SIZE,
  type AccountFilter,
  type UserSort,
  type WantedUsers,
} from '../../../core/people/user-list.js';
import { readQuery, type TableFilter, type TableQuery, type TableShape } from '../../../core/table/index.js';
import { many, quantity, say, sayOf, type Sentence } from '../../../core/words/sentence.js';
import { LIST } from './paths.js';

/** Months for which a user may not have signed in. */
const MONTHS = [1, 3, 6, 12] as const;
/** Days of a month, on average. */
const MONTH = 30.44;

/** How the column of a module's accounts is called in the address. */
export function accountColumn(module: string): string {
  return `account.${module}`;
}

/** What the address of the list says: which users, and in which order. */
export interface ListQuery {
  readonly shape: TableShape;
  readonly query: TableQuery;
  readonly wanted: WantedUsers;
  /** Whether any service of accounts runs, so that there are sign-ins and sessions. */
  readonly isLive: boolean;
}

/** Reads what the address of the list says. */
export function listQuery(
  { people: { parts }, machine }: Pick<Frame, 'people' | 'machine'>,
  request: Pick<PageRequest, 'query'>,
): ListQuery {
  const isLive = parts.some((part) => part.enabled());
  const shape = listShape(parts, isLive);
  const query = readQuery(shape, request.query);
  return { shape, query, wanted: wantedUsers(parts, query, machine.clock.now().getTime()), isLive };
}

function listShape(parts: readonly AccountPart[], isLive: boolean): TableShape {
  const choices = accountChoices(parts);
  return {
    path: LIST,
    size: PAGE_SIZE,
    sorts: [
      'userName',
      'fullName',
      ...parts.map(({ module }) => `-${accountColumn(module)}`),
      ...(isLive ? ['-lastSignIn', '-online'] : []),
    ],
    filters: [
      { kind: 'text', name: 'search', label: say`Name, comment or mail` },
      ...(choices.length === 0 ? [] : [accountFilter(choices)]),
      ...(isLive ? [signInFilter, { kind: 'tick', name: 'online', label: say`Online now` } as const] : []),
    ],
  };
}

function wantedUsers(
  parts: readonly AccountPart[],
  { filters, sort, isDescending }: TableQuery,
  now: number,
): WantedUsers {
  return {
    search: filters['search'] ?? '',
    having: accountChoices(parts).find(({ value }) => value === filters['account'])?.having ?? null,
    lastSignIn: signInOf(filters['signedIn'] ?? '', now),
    isOnline: filters['online'] === 'on',
    sort: sortOf(parts, sort),
    isDescending,
  };
}

function sortOf(parts: readonly AccountPart[], sort: string): UserSort {
  const part = parts.find(({ module }) => accountColumn(module) === sort);
  if (part !== undefined) return { module: part.module };
  return sort === 'fullName' || sort === 'lastSignIn' || sort === 'online' ? sort : 'userName';
}

const signInFilter: TableFilter = {
  kind: 'choice',
  name: 'signedIn',
  label: say`Last sign-in`,
  choices: [
    { value: '', label: sayOf('a time')`Any` },
    { value: 'unknown', label: say`None known` },
    ...MONTHS.map((months) => ({
      value: `${months}m`,
      label: many(
        months,
        say`More than a month ago`,
        say`More than ${{ count: quantity(months) }} months ago`,
      ),
    })),
  ],
};

function signInOf(value: string, now: number): 'unknown' | { readonly before: number } | null {
  if (value === 'unknown') return 'unknown';
  const months = MONTHS.find((count) => `${count}m` === value);
  return months === undefined ? null : { before: now - months * MONTH * 24 * 3600 * 1000 };
}

/** A choice of the filter: what an account says. */
interface AccountChoice {
  readonly value: string;
  readonly label: Sentence;
  readonly having: AccountFilter;
}

function accountFilter(choices: readonly AccountChoice[]): TableFilter {
  return {
    kind: 'choice',
    name: 'account',
    label: say`Account`,
    choices: [{ value: '', label: say`All users` }, ...choices],
  };
}

/** Everything that an account can say in few words: "Jabber account: Enabled"; and that there can be none. */
function accountChoices(parts: readonly AccountPart[]): readonly AccountChoice[] {
  const choicesOf = ({ module, section }: AccountPart, field: Field): readonly AccountChoice[] =>
    field.others(undefined).flatMap(({ value }) =>
      field.inFewWords(value).map((words) => ({
        value: `${module}.${field.name}.${field.typed(value)}`,
        label: say`${{ account: section.title }}: ${{ words }}`,
        having: { module, field: field.name, value },
      })),
    );
  return parts.flatMap((part) => [
    ...part.section.fields.flatMap((field) => choicesOf(part, field)),
    {
      value: `${part.module}.impossible`,
      label: notPossible(part),
      having: { module: part.module, isImpossible: true },
    },
  ]);
}

/** That a user of this name cannot have an account. */
export function notPossible({ section }: AccountPart): Sentence {
  return say`${{ account: section.title }}: not possible`;
}
