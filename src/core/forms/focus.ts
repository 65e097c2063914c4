import type { FieldView } from './field-view.js';

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
