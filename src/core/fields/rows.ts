import type { Row, SettingValue } from '../setting-value.js';
import { say } from '../words/sentence.js';
import { equal } from './equal.js';
import type { Difference, Field, FieldWords, Table } from './field.js';
import { mergeRows } from './merge-rows.js';
import { rowsFromForm } from './read-rows.js';
import { NOTHING } from './single.js';

/** A table: any number of rows, each with the same fields. */
export interface RowsField extends FieldWords {
  readonly fields: readonly Field[];
  /** What one row is, in the middle of a sentence: "host". Its plural ends in s. */
  readonly noun: string;
}

/** A field that is a table. Its first field says what a row is called. */
export function rows({ fields, noun, ...words }: RowsField): Field {
  const hasPages = fields.some(({ table }) => table !== undefined);
  const table: Table = { fields, noun, hasPages, titleOf: (row) => titleOf(fields, row) };
  return {
    ...words,
    table,
    show: () => ({ template: 'rows', value: '', ticked: false, choices: [] }),
    readForm: (form, name, newId) => rowsFromForm(form, name, fields, newId),
    readText: () => ({ ok: false, reason: say`This is a table of ${{ noun }}s: use "eboxctl rows".` }),
    typed: (value) => count(value, noun),
    describe: (value) => count(value, noun),
    inFewWords: (value) => [count(value, noun)],
    differences: (before, after) => rowDifferences(table, rowsOf(before), rowsOf(after)),
    merge: (base, mine, theirs) =>
      theirs === undefined
        ? { value: mine, theirs: [], both: [] }
        : mergeRows(fields, rowsOf(base), rowsOf(mine), rowsOf(theirs)),
    others: () => [],
  };
}

/** The rows of a value; none where it is no table. */
export function rowsOf(value: SettingValue | undefined): readonly Row[] {
  if (typeof value !== 'object') return [];
  return value.flatMap((row) => (typeof row === 'string' ? [] : [row]));
}

function count(value: SettingValue | undefined, noun: string): string {
  const { length } = rowsOf(value);
  if (length === 0) return NOTHING;
  return length === 1 ? `1 ${noun}` : `${length} ${noun}s`;
}

function titleOf([first]: readonly Field[], row: Row): string {
  return first === undefined ? row.id : first.describe(row[first.name]);
}

function rowDifferences(table: Table, before: readonly Row[], after: readonly Row[]): readonly Difference[] {
  const old = new Map(before.map((row) => [row.id, row]));
  const now = new Map(after.map((row) => [row.id, row]));
  const label = (row: Row): string => `${table.noun} ${table.titleOf(row)}`;
  return [
    ...after.flatMap((row): readonly Difference[] => {
      const was = old.get(row.id);
      if (was !== undefined) return changes(table, was, row);
      return [{ path: row.id, label: label(row), before: NOTHING, after: summary(table, row) }];
    }),
    ...before.flatMap((row): readonly Difference[] =>
      now.has(row.id)
        ? []
        : [{ path: row.id, label: label(row), before: summary(table, row), after: NOTHING }],
    ),
  ];
}

/** What a row says beside its name. */
function summary(table: Table, row: Row): string {
  const [, ...others] = table.fields;
  const said = others.map((field) => field.describe(row[field.name])).filter((text) => text !== NOTHING);
  return said.length === 0 ? table.titleOf(row) : said.join(', ');
}

function changes(table: Table, was: Row, row: Row): readonly Difference[] {
  const cells = table.fields.filter(
    (field) => field.table === undefined && !equal(was[field.name], row[field.name]),
  );
  const said = (of: Row): string => cells.map((field) => field.describe(of[field.name])).join(', ');
  const own: readonly Difference[] =
    cells.length === 0
      ? []
      : [
          {
            path: row.id,
            label: `${table.noun} ${table.titleOf(was)}`,
            before: said(was),
            after: said(row),
          },
        ];
  const inner = table.fields.flatMap((field) =>
    field.table === undefined
      ? []
      : field.differences(was[field.name], row[field.name]).map((difference) => ({
          ...difference,
          path: `${row.id}.${field.name}.${difference.path}`,
          label: `${table.titleOf(row)}: ${difference.label}`,
        })),
  );
  return [...own, ...inner];
}
