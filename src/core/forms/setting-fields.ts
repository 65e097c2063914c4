import type { Field, Table } from '../fields/field.js';
import { rowsOf } from '../fields/rows.js';
import { errorsBelow, type FieldErrors, type Row } from '../settings.js';
import { type Sentence, say, verbatim } from '../words/sentence.js';
import { blankField, type FieldView, type FormState, type LineView, type TableView } from './field-view.js';

/** So many empty lines for new rows stand below each table. */
const EMPTY_LINES = 3;

/** The controls of a module's fields. `prefix` keeps the names of two modules apart on one page. */
export function settingFields(fields: readonly Field[], state: FormState, prefix = ''): FieldView[] {
  return fields.map((field) => {
    const { template, value, ticked, choices } = field.show(state.values[field.name]);
    const table = field.table === undefined ? null : tableView(field, field.table, state, prefix);
    return {
      ...blankField(`${prefix}${field.name}`, field.label),
      control: template,
      value,
      ticked,
      choices: choices.map((choice) => ({
        value: choice.value,
        label: choice.label,
        help: choice.help ?? '',
        isRecommended: choice.isRecommended ?? false,
      })),
      help: field.help,
      onlyWith: field.onlyWith ?? [],
      error: errorOf(field, state.errors),
      table,
      wrongCells: (table?.lines ?? []).flatMap(({ cells }) => cells.filter(({ error }) => error !== '')),
    };
  });
}

/** What is wrong with a field, or with the first wrong word of a list. */
function errorOf({ name, table }: Field, errors: FieldErrors): Sentence | '' {
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
      const title = say`new row ${{ number: index + 1 }}`;
      const line = { rowId: '', name: `${name}.${rows.length + index}`, title };
      return lineView(table, line, { values: {}, errors: {} });
    }),
  ];
  return {
    columns: table.fields.map(({ label, help }) => ({ label, help })),
    lines,
    firstEmpty: lines[rows.length]?.cells[0]?.id ?? '',
  };
}

function lineView(table: Table, line: Omit<LineView, 'cells'>, state: FormState): LineView {
  const cells = settingFields(table.fields, state, `${line.name}.`);
  return {
    ...line,
    cells: cells.map((cell) => ({
      ...cell,
      isCell: true,
      label: say`${{ label: cell.label }} (${{ row: line.title }})`,
    })),
  };
}

/** What a row is called among the others; one without a name by its number. */
function titleOf({ fields: [first] }: Table, row: Row, number: number): Sentence {
  const name = first === undefined ? '' : first.typed(row[first.name] ?? '');
  return name === '' ? say`row ${{ number }}` : verbatim(name);
}

/** What is wrong with the cells of a row. What is wrong with the row as a whole is said at its first cell. */
function errorsOfRow({ fields: [first] }: Table, errors: FieldErrors, path: string): FieldErrors {
  const below = errorsBelow(errors, path);
  const whole = errors[path] ?? below['id'];
  if (first === undefined || whole === undefined) return below;
  return { ...below, [first.name]: below[first.name] ?? whole };
}
