import type { Field, Table } from '../core/fields/field.js';
import { rowsOf } from '../core/fields/rows.js';
import { errorsBelow, type FieldErrors, type Row, type Settings } from '../core/settings.js';

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
  /** True for a cell of a table: its label, which names the row too, is only heard. */
  readonly isCell: boolean;
  /** Only of a table. */
  readonly table: TableView | null;
  /** The cells of a table that have an error. */
  readonly wrongCells: readonly Pick<FieldView, 'id' | 'label' | 'error'>[];
}

/** A table that is filled in on the page of what it belongs to. */
export interface TableView {
  /** What one row is: "host". */
  readonly noun: string;
  readonly columns: readonly { readonly label: string; readonly help: string }[];
  readonly lines: readonly LineView[];
  /** The control of the first empty line. */
  readonly firstEmpty: string;
}

/** One row of a table as it is filled in. The last ones are empty, for new rows. */
export interface LineView {
  /** The row's id; '' of a new one. */
  readonly rowId: string;
  /** The names of the controls begin with it: `hosts.0`. */
  readonly name: string;
  /** Which row it is: "host printer", "new host 2". */
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
  /** A form that does what is advised; null when there is none. */
  readonly remedy: { readonly label: string; readonly path: string } | null;
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
  /** The values that are there already, when they are others: a row that is not among them is a new one. */
  readonly known?: Settings;
}

/** So many empty lines for new rows stand below each table. */
const EMPTY_LINES = 3;

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
      error: errorOf(field, state.errors),
      table,
      wrongCells: (table?.lines ?? []).flatMap(({ cells }) => cells.filter(({ error }) => error !== '')),
    };
  });
}

/** What is wrong with a field, or with the first wrong word of a list. */
function errorOf({ name, table }: Field, errors: FieldErrors): string {
  const ofWords = table === undefined ? Object.values(errorsBelow(errors, name)) : [];
  return errors[name] ?? ofWords[0] ?? '';
}

function tableView(field: Field, table: Table, state: FormState, prefix: string): TableView {
  const name = `${prefix}${field.name}`;
  const rows = rowsOf(state.values[field.name]);
  const known = new Map(rowsOf((state.known ?? state.values)[field.name]).map((row) => [row.id, row]));
  const lines = [
    ...rows.map((row, index) => {
      const was = known.get(row.id);
      const title = titleOf(table, was ?? row, index + 1);
      const errors = errorsOfRow(table, state.errors, `${field.name}.${index}`);
      return lineView(
        table,
        { rowId: was?.id ?? '', name: `${name}.${index}`, title },
        { values: row, errors },
      );
    }),
    ...Array.from({ length: EMPTY_LINES }, (_, index) => {
      const title = `new ${table.noun} ${index + 1}`;
      const line = { rowId: '', name: `${name}.${rows.length + index}`, title };
      return lineView(table, line, { values: {}, errors: {} });
    }),
  ];
  return {
    noun: table.noun,
    columns: table.fields.map(({ label, help }) => ({ label, help })),
    lines,
    firstEmpty: lines[rows.length]?.cells[0]?.id ?? '',
  };
}

function lineView(table: Table, line: Omit<LineView, 'cells'>, state: FormState): LineView {
  const cells = settingFields(table.fields, state, `${line.name}.`);
  return {
    ...line,
    cells: cells.map((cell) => ({ ...cell, isCell: true, label: `${cell.label} of ${line.title}` })),
  };
}

/** What a row is called among the others; one without a name by its number. */
function titleOf({ fields: [first], noun }: Table, row: Row, number: number): string {
  const name = first === undefined ? '' : first.typed(row[first.name] ?? '');
  return `${noun} ${name === '' ? number : name}`;
}

/** What is wrong with the cells of a row. What is wrong with the row as a whole is said at its first cell. */
function errorsOfRow({ fields: [first] }: Table, errors: FieldErrors, path: string): FieldErrors {
  const below = errorsBelow(errors, path);
  const whole = errors[path] ?? below['id'];
  if (first === undefined || whole === undefined) return below;
  return { ...below, [first.name]: below[first.name] ?? whole };
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
    isCell: false,
    table: null,
    wrongCells: [],
  };
}
