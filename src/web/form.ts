import { randomUUID } from 'node:crypto';
import type { Field, Table } from '../core/fields/field.js';
import { rowsOf } from '../core/fields/rows.js';
import { errorsBelow, type FieldErrors, type Row, type Settings } from '../core/settings.js';
import type { FormFields } from './visit.js';

/** One control of a form as the template `partials/field` shows it. */
export interface FieldView {
  readonly id: string;
  readonly name: string;
  readonly label: string;
  /** The template below `views/partials/controls/` that shows it. */
  readonly control: string;
  readonly value: string;
  readonly ticked: boolean;
  readonly choices: readonly { readonly value: string; readonly label: string; readonly help: string }[];
  readonly help: string;
  /** What is wrong with it, or `''`. */
  readonly error: string;
  /** True for the first field with an error: the page opens there. */
  readonly focus: boolean;
  /** The HTML attribute of that name: what the browser may fill in. */
  readonly autocomplete: string;
  readonly required: boolean;
  /** Advice about the value that is allowed all the same. */
  readonly warnings: readonly WarningView[];
  /** What a client found of it at the last look. */
  readonly findings: readonly FindingView[];
  /** Only of a table. */
  readonly table: TableView | null;
  /** The cells of a table that have an error, each named with its row. */
  readonly wrongCells: readonly Pick<FieldView, 'id' | 'label' | 'error'>[];
}

/** A table that is filled in on the page of what it belongs to. */
export interface TableView {
  /** What one row is: "host". */
  readonly noun: string;
  readonly columns: readonly { readonly label: string; readonly help: string }[];
  readonly lines: readonly LineView[];
}

/** One row of a table as it is filled in. The last one is empty, for a new row. */
export interface LineView {
  /** The row's id; '' of a new one. */
  readonly rowId: string;
  /** The names of the controls begin with it: `hosts.0`. */
  readonly name: string;
  /** What the row is called, or '' of a new one. */
  readonly title: string;
  readonly cells: readonly FieldView[];
}

/** What a client found at the service. */
export interface FindingView {
  readonly title: string;
  readonly sentence: string;
  /** Whether it is what the saved settings promise. */
  readonly asPromised: boolean;
}

/** Advice with lines to copy. */
export interface WarningView {
  readonly sentence: string;
  readonly lines: readonly string[];
  /** Shown folded; null when there are none. */
  readonly others: { readonly summary: string; readonly lines: readonly string[] } | null;
}

/** A text control that is not a module's setting. */
export interface TextControl {
  readonly name: string;
  readonly label: string;
  readonly help?: string;
  readonly kind?: 'text' | 'password';
  readonly autocomplete?: string;
  readonly required?: boolean;
}

/** What a form's controls are filled with. */
export interface FormState {
  readonly values: Settings;
  readonly errors: FieldErrors;
}

/** Whether a field is one that the panel itself puts into forms: `_token`, `_version`. No setting is called so. */
export function isOwnField(name: string): boolean {
  return /^_[a-z]+$/.test(name);
}

/** The controls of a module's fields. `prefix` keeps the names of two modules apart on one page. */
export function settingFields(fields: readonly Field[], state: FormState, prefix = ''): FieldView[] {
  return fields.map((field) => {
    const { template, value, ticked, choices } = field.show(state.values[field.name]);
    const table = field.table === undefined ? null : tableView(field, field.table, state, prefix);
    return {
      ...blank(`${prefix}${field.name}`, field.label),
      control: template,
      value,
      ticked,
      choices: choices.map((choice) => ({
        value: choice.value,
        label: choice.label,
        help: choice.help ?? '',
      })),
      help: field.help,
      error: state.errors[field.name] ?? '',
      table,
      wrongCells: table === null ? [] : wrongCellsOf(table),
    };
  });
}

function tableView({ name }: Field, table: Table, { values, errors }: FormState, prefix: string): TableView {
  const line = (row: Row | null, index: number): LineView => ({
    rowId: row?.id ?? '',
    name: `${prefix}${name}.${index}`,
    title: row === null ? '' : table.titleOf(row),
    cells: settingFields(
      table.fields,
      { values: row ?? {}, errors: errorsBelow(errors, `${name}.${index}`) },
      `${prefix}${name}.${index}.`,
    ),
  });
  const rows = rowsOf(values[name]);
  return {
    noun: table.noun,
    columns: table.fields.map(({ label, help }) => ({ label, help })),
    lines: [...rows.map(line), line(null, rows.length)],
  };
}

function wrongCellsOf({ noun, lines }: TableView): FieldView['wrongCells'] {
  return lines.flatMap(({ title, cells }) =>
    cells
      .filter(({ error }) => error !== '')
      .map(({ id, label, error }) => ({
        id,
        error,
        label: title === '' ? `new ${noun}: ${label}` : `${noun} ${title}: ${label}`,
      })),
  );
}

/** A text or password control. Passwords are never sent back to the browser. */
export function textField(control: TextControl, state: FormState): FieldView {
  const kind = control.kind ?? 'text';
  const value = state.values[control.name];
  return {
    ...blank(control.name, control.label),
    control: kind,
    value: kind === 'password' || typeof value !== 'string' ? '' : value,
    help: control.help ?? '',
    error: state.errors[control.name] ?? '',
    autocomplete: control.autocomplete ?? 'off',
    required: control.required ?? false,
  };
}

/** The same controls, with the first one that has an error to be opened at. */
export function focusFirstError(fields: readonly FieldView[]): readonly FieldView[] {
  const first = fields.flatMap((field) => [field, ...cellsOf(field)]).find((field) => field.error !== '');
  const focused = (field: FieldView): FieldView => ({
    ...field,
    focus: field.id === first?.id,
    table:
      field.table === null
        ? null
        : {
            ...field.table,
            lines: field.table.lines.map((line) => ({ ...line, cells: line.cells.map(focused) })),
          },
  });
  return fields.map(focused);
}

function cellsOf({ table }: FieldView): readonly FieldView[] {
  return (table?.lines ?? []).flatMap(({ cells }) => cells);
}

function blank(name: string, label: string): FieldView {
  return {
    id: `field-${name.replaceAll('.', '-')}`,
    name,
    label,
    control: 'text',
    value: '',
    ticked: false,
    choices: [],
    help: '',
    error: '',
    focus: false,
    autocomplete: 'off',
    required: false,
    warnings: [],
    findings: [],
    table: null,
    wrongCells: [],
  };
}

/**
 * What a form says about a module's settings, for the module's strict schema to judge. What is no field at all is kept, so
 * that the schema refuses it.
 */
export function settingsFrom(form: FormFields, fields: readonly Field[], prefix = ''): Settings {
  const isCell = (name: string): boolean =>
    fields.some((field) => field.table !== undefined && name.startsWith(`${field.name}.`));
  const sent = [...form]
    .filter(([name]) => name.startsWith(prefix) && !isOwnField(name))
    .map(([name, text]): [string, string] => [name.slice(prefix.length), text])
    .filter(([name]) => !isCell(name));
  const read = fields.flatMap((field) => {
    const value = field.readForm(form, `${prefix}${field.name}`, randomUUID);
    return value === undefined ? [] : [{ name: field.name, value }];
  });
  return Object.fromEntries([
    ...sent,
    ...read.map(({ name, value }): [string, typeof value] => [name, value]),
  ]);
}
