import type { Row, SettingValue } from '../setting-value.js';
import { type Sentence, many, quantity, say, verbatim } from '../words/sentence.js';
import { equal } from './equal.js';
import type { Difference, Field, FieldWords, RowWords, Table } from './field.js';
import { mergeRows } from './merge-rows.js';
import { rowsFromForm } from './read-rows.js';
import { NOTHING } from './single.js';

/** A table: any number of rows, each with the same fields. */
export interface RowsField extends FieldWords {
  readonly fields: readonly Field[];
  readonly words: RowWords;
}

/** A field that is a table. Its first field says what a row is called. */
export function rows({ fields, words, ...own }: RowsField): Field {
  const hasPages = fields.some(({ table }) => table !== undefined);
  const table: Table = { fields, words, hasPages, titleOf: (row) => titleOf(fields, row) };
  return {
    ...own,
    table,
    show: () => ({ template: 'rows', value: '', ticked: false, choices: [] }),
    readForm: (form, name, newId) => rowsFromForm(form, name, fields, newId),
    readText: () => ({ ok: false, reason: say`This is a table: use "eboxctl rows".` }),
    typed: (value) => String(rowsOf(value).length),
    describe: count,
    inFewWords: (value) => [count(value)],
    differences: (before, after) => rowDifferences(table, rowsOf(before), rowsOf(after)),
    merge: (base, mine, theirs) =>
      theirs === undefined
        ? { value: mine, theirs: [], both: [] }
        : mergeRows(fields, rowsOf(base), rowsOf(mine), rowsOf(theirs)),
    others: () => [],
  };
}

/** What several cells say, in their order. */
function listed(cells: readonly Sentence[]): Sentence {
  return cells.reduce((before, cell) => say`${{ before }}, ${{ cell }}`);
}

/** The rows of a value; none where it is no table. */
export function rowsOf(value: SettingValue | undefined): readonly Row[] {
  if (typeof value !== 'object') return [];
  return value.flatMap((row) => (typeof row === 'string' ? [] : [row]));
}

function count(value: SettingValue | undefined): Sentence {
  const { length } = rowsOf(value);
  return length === 0 ? NOTHING : many(length, say`1 row`, say`${{ count: quantity(length) }} rows`);
}

function titleOf([first]: readonly Field[], row: Row): string {
  const title = first?.typed(row[first.name] ?? '') ?? '';
  return title === '' ? row.id : title;
}

function rowDifferences(table: Table, before: readonly Row[], after: readonly Row[]): readonly Difference[] {
  const old = new Map(before.map((row) => [row.id, row]));
  const now = new Map(after.map((row) => [row.id, row]));
  return [
    ...after.flatMap((row): readonly Difference[] => {
      const was = old.get(row.id);
      if (was !== undefined) return changes(table, was, row);
      return [{ path: row.id, label: labelOf(table, row), before: NOTHING, after: summary(table, row) }];
    }),
    ...before.flatMap((row): readonly Difference[] =>
      now.has(row.id)
        ? []
        : [{ path: row.id, label: labelOf(table, row), before: summary(table, row), after: NOTHING }],
    ),
  ];
}

/** "Host: printer". */
function labelOf(table: Table, row: Row): Sentence {
  return say`${{ kind: table.words.one }}: ${{ name: table.titleOf(row) }}`;
}

/** What a row says beside its name. */
function summary(table: Table, row: Row): Sentence {
  const [, ...others] = table.fields;
  const said = others.map((field) => field.describe(row[field.name])).filter((text) => text !== NOTHING);
  return said.length === 0 ? verbatim(table.titleOf(row)) : listed(said);
}

function changes(table: Table, was: Row, row: Row): readonly Difference[] {
  const cells = table.fields.filter(
    (field) => field.table === undefined && !equal(was[field.name], row[field.name]),
  );
  const said = (of: Row): Sentence => listed(cells.map((field) => field.describe(of[field.name])));
  const own: readonly Difference[] =
    cells.length === 0
      ? []
      : [
          {
            path: row.id,
            label: labelOf(table, was),
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
          label: say`${{ name: table.titleOf(row) }} · ${{ label: difference.label }}`,
        })),
  );
  return [...own, ...inner];
}
