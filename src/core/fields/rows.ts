import type { Row, SettingValue } from '../setting-value.js';
import { equal } from './equal.js';
import type { Difference, Field, FieldWords, FormTexts, Table } from './field.js';
import { mergeRows } from './merge-rows.js';
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
    readForm: (form, name, newId) => rowsFrom(form, name, fields, newId),
    readText: () => ({ ok: false, reason: `This is a table of ${noun}s: use "eboxctl rows".` }),
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

/**
 * The rows that a form sent: those that are there, those that were typed into empty lines, and those that were pasted,
 * a line each. A row whose box "delete" is ticked is left out, as is a new one with nothing in it.
 */
function rowsFrom(
  form: FormTexts,
  name: string,
  fields: readonly Field[],
  newId: () => string,
): readonly Row[] | undefined {
  if (!form.has(name)) return undefined;
  const typed = indices(form, name).flatMap((index) => {
    const prefix = `${name}.${index}.`;
    const id = form.get(`${prefix}id`) ?? '';
    if (form.get(`${prefix}delete`) === 'on') return [];
    if (id === '' && fields.every((field) => isUntouched(field, form, `${prefix}${field.name}`))) return [];
    return [{ ...cellsFrom(form, prefix, fields, newId), id: id === '' ? newId() : id }];
  });
  const pasted = (form.get(`${name}.paste`) ?? '').split('\n').filter((line) => line.trim() !== '');
  return [...typed, ...pasted.map((line) => rowFromLine(line.trim(), fields, newId))];
}

function indices(form: FormTexts, name: string): readonly number[] {
  const found = [...form.keys()].flatMap((key) => {
    if (!key.startsWith(`${name}.`)) return [];
    const [, digits] = /^(\d{1,5})\./.exec(key.slice(name.length + 1)) ?? [];
    return digits === undefined ? [] : [Number(digits)];
  });
  return [...new Set(found)].sort((a, b) => a - b);
}

function cellsFrom(
  form: FormTexts,
  prefix: string,
  fields: readonly Field[],
  newId: () => string,
): Readonly<Record<string, SettingValue>> {
  return Object.fromEntries(
    fields.flatMap((field) => {
      const value = field.readForm(form, `${prefix}${field.name}`, newId) ?? emptyOf(field, newId);
      return value === undefined ? [] : [[field.name, value]];
    }),
  );
}

/** What a field holds of which nothing was typed. */
function emptyOf(field: Field, newId: () => string): SettingValue | undefined {
  return field.table === undefined
    ? field.readForm(new Map([['', field.show(undefined).value]]), '', newId)
    : [];
}

function isUntouched(field: Field, form: FormTexts, name: string): boolean {
  const unused = (): string => '';
  const value = field.readForm(form, name, unused);
  return value === undefined || value === false || equal(value, emptyOf(field, unused));
}

/**
 * One line as a spreadsheet or a person writes it: cells with tabs or semicolons between them, else with spaces. The last
 * field takes the rest.
 */
function rowFromLine(line: string, fields: readonly Field[], newId: () => string): Row {
  const separator = line.includes('\t') ? /\t/ : line.includes(';') ? /;/ : /\s+/;
  const single = fields.filter(({ table }) => table === undefined);
  const words = line.split(separator).map((word) => word.trim());
  const rest = separator.source === '\\s+' ? ' ' : ', ';
  const texts = single.map((_field, index) =>
    index === single.length - 1 ? words.slice(index).join(rest) : (words[index] ?? ''),
  );
  const cells = fields.flatMap((field): [string, SettingValue][] => {
    const text = texts[single.indexOf(field)] ?? '';
    const value = text === '' ? undefined : field.readForm(new Map([['', text]]), '', newId);
    const cell = value ?? emptyOf(field, newId);
    return cell === undefined ? [] : [[field.name, cell]];
  });
  return { ...Object.fromEntries(cells), id: newId() };
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
