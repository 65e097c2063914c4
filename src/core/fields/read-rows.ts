import type { Row, SettingValue } from '../setting-value.js';
import { equal } from './equal.js';
import type { Field, FormTexts } from './field.js';

/**
 * The rows that a form sent: those that are there, those that were typed into empty lines, and those that were pasted,
 * a line each. A row whose box "delete" is ticked is left out, as is a new one with nothing in it.
 */
export function rowsFromForm(
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
  return [...typed, ...rowsFromLines(form.get(`${name}.paste`) ?? '', fields, newId)];
}

/** Rows as a spreadsheet or a person writes them, a line each; empty lines are none. */
export function rowsFromLines(text: string, fields: readonly Field[], newId: () => string): readonly Row[] {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return lines.map((line) => rowFromLine(line.trim(), fields, newId));
}

/** A row of which nothing was said yet: each cell as an empty line of a form has it. */
export function emptyRow(fields: readonly Field[], newId: () => string): Row {
  return { ...cellsFrom(new Map(), '', fields, newId), id: newId() };
}

/**
 * Whether a form that shows the table may send a field of this name.
 * @param name what stands behind the table's name and a dot: `paste`, `0.id`, `0.name`
 */
export function isCellName(fields: readonly Field[], name: string): boolean {
  if (name === 'paste') return true;
  const [, cell = ''] = /^\d{1,5}\.(.+)$/.exec(name) ?? [];
  if (cell === 'id' || cell === 'delete') return true;
  return fields.some(
    (field) =>
      cell === field.name ||
      (field.table !== undefined &&
        cell.startsWith(`${field.name}.`) &&
        isCellName(field.table.fields, cell.slice(field.name.length + 1))),
  );
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
  if (field.table !== undefined) return [];
  // A box that is not ticked is not sent.
  return (
    field.readForm(new Map(), '', newId) ??
    field.readForm(new Map([['', field.show(undefined).value]]), '', newId)
  );
}

function isUntouched(field: Field, form: FormTexts, name: string): boolean {
  const unused = (): string => '';
  const value = field.readForm(form, name, unused);
  return value === undefined || value === false || equal(value, emptyOf(field, unused));
}

/**
 * One line as a spreadsheet or a person writes it: cells with tabs or semicolons between them, else with spaces. The last
 * field takes the rest as it is.
 */
function rowFromLine(line: string, fields: readonly Field[], newId: () => string): Row {
  const separator = line.includes('\t') ? /\t/ : line.includes(';') ? /;/ : /\s+/;
  const single = fields.filter(({ table }) => table === undefined);
  const texts = split(line, separator, single.length);
  const cells = fields.flatMap((field): [string, SettingValue][] => {
    const text = texts[single.indexOf(field)] ?? '';
    const cell = text === '' ? emptyOf(field, newId) : typedCell(field, text, newId);
    return cell === undefined ? [] : [[field.name, cell]];
  });
  return { ...Object.fromEntries(cells), id: newId() };
}

/** At most so many parts; the last one is the rest. */
function split(line: string, separator: RegExp, most: number): readonly string[] {
  const found = most > 1 ? separator.exec(line) : null;
  if (found === null) return [line.trim()];
  const rest = line.slice(found.index + found[0].length);
  return [line.slice(0, found.index).trim(), ...split(rest, separator, most - 1)];
}

/** A cell as the shell reads it; what it cannot read stays the text that it is, for the schema to refuse. */
function typedCell(field: Field, text: string, newId: () => string): SettingValue {
  const read = field.readText(text, newId);
  return read.ok ? read.value : text;
}
