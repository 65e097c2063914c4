import type { Field, Table } from '../core/fields/field.js';
import { rowsOf } from '../core/fields/rows.js';
import type { FieldErrors, Row, Settings } from '../core/settings.js';
import { invalid } from '../core/shell/refusal.js';
import { type Sentence, quantity, say } from '../core/words/sentence.js';

/** So many names are told at most where one is wrong. */
const TOLD = 20;

/** Where a table stands, and how it is changed. */
interface Place {
  readonly table: Table;
  readonly rows: readonly Row[];
  /** The module's settings with these rows in the table. */
  readonly withRows: (rows: readonly Row[]) => Settings;
}

/** What a path leads to. */
export type Found =
  | (Place & { readonly kind: 'table' })
  | (Place & { readonly kind: 'row'; readonly row: Row })
  /** A row of this name is not there. */
  | { readonly kind: 'missing'; readonly sentence: Sentence };

/**
 * Follows a path such as `domains/school.lan/hosts/printer` into a module's settings. A row is named by what it is called
 * or by its id.
 * @throws Refusal where it names no table, or more than one row
 */
export function findRows(fields: readonly Field[], settings: Settings, path: string): Found {
  const asked = fields.filter(({ askedAt }) => askedAt === undefined);
  return find(asked, settings, path.split('/'), (changed) => changed);
}

function find(
  fields: readonly Field[],
  values: Settings,
  [name = '', ...rest]: readonly string[],
  put: (changed: Settings) => Settings,
): Found {
  const field = fields.find((one) => one.name === name);
  const table = field?.table;
  if (table === undefined) throw noTable(fields, name);
  const rows = rowsOf(values[name]);
  const withRows = (changed: readonly Row[]): Settings => put({ ...values, [name]: changed });
  if (rest.length === 0) return { kind: 'table', table, rows, withRows };
  const { row, length } = named(table, rows, rest);
  if (row === null) return { kind: 'missing', sentence: missing(table, rows, rest[0] ?? '') };
  if (length === rest.length) return { kind: 'row', table, rows, withRows, row };
  return find(table.fields, row, rest.slice(length), (changed) =>
    withRows(rows.map((one) => (one.id === row.id ? { ...changed, id: row.id } : one))),
  );
}

/** The row that the path goes on with, and how much of the path its name is: a name may have slashes in it. */
function named(
  table: Table,
  rows: readonly Row[],
  rest: readonly string[],
): { readonly row: Row | null; readonly length: number } {
  for (let length = 1; length <= rest.length; length += 1) {
    const name = rest.slice(0, length).join('/');
    const found = rows.filter((row) => row.id === name || table.titleOf(row) === name);
    if (found.length > 1) throw invalid({ '': ambiguous(table, found, name) });
    const [row] = found;
    if (row !== undefined) return { row, length };
  }
  return { row: null, length: 0 };
}

function noTable(fields: readonly Field[], name: string): Error {
  const tables = fields.filter(({ table }) => table !== undefined).map((field) => field.name);
  return invalid({
    '':
      tables.length === 0
        ? say`There is no table “${{ name }}”. There are no tables here.`
        : say`There is no table “${{ name }}”. The tables are: ${{ list: tables.join(', ') }}.`,
  });
}

function missing(table: Table, rows: readonly Row[], name: string): Sentence {
  const names = rows.slice(0, TOLD).map((row) => table.titleOf(row));
  const more = rows.length - names.length;
  if (names.length === 0) return say`There is no row “${{ name }}”. The table is empty.`;
  const list = names.join(', ');
  return more > 0
    ? say`There is no row “${{ name }}”. There are: ${{ list }} and ${{ count: quantity(more) }} more.`
    : say`There is no row “${{ name }}”. There are: ${{ list }}.`;
}

function ambiguous({ fields }: Table, rows: readonly Row[], name: string): Sentence {
  const [, ...others] = fields.filter(({ table }) => table === undefined);
  const told = rows.slice(0, TOLD).map((row) => {
    const words = others.map((field) => field.typed(row[field.name] ?? '')).filter((text) => text !== '');
    return `${row.id} (${words.join(', ')})`;
  });
  return say`${{ count: quantity(rows.length) }} rows are called “${{ name }}”. Name one by its id: ${{ list: told.join('; ') }}.`;
}

/** The errors of settings, each named as a path of the shell: `domains/school.lan/hosts/printer addresses`. */
export function errorsInWords(fields: readonly Field[], values: Settings, errors: FieldErrors): FieldErrors {
  return Object.fromEntries(
    Object.entries(errors).map(([path, sentence]) => [inWords(fields, values, path.split('.')), sentence]),
  );
}

function inWords(
  fields: readonly Field[],
  values: Settings,
  [name = '', index, ...rest]: readonly string[],
): string {
  const table = fields.find((field) => field.name === name)?.table;
  const row = rowsOf(values[name])[Number(index)];
  if (table === undefined || row === undefined) return name;
  const [first] = table.fields;
  const title = first?.typed(row[first.name] ?? '') ?? '';
  const here = `${name}/${title === '' ? Number(index) + 1 : title}`;
  const [next] = rest;
  if (next === undefined) return here;
  const isTable = rest.length > 1 && table.fields.some((field) => field.name === next && field.table);
  return `${here}${isTable ? '/' : ' '}${inWords(table.fields, row, rest)}`;
}
