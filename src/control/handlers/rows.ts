import { randomUUID } from 'node:crypto';
import { equal } from '../../core/fields/equal.js';
import type { Field, Table } from '../../core/fields/field.js';
import { emptyRow, rowsFromLines } from '../../core/fields/read-rows.js';
import type { Row } from '../../core/settings.js';
import type { Actor } from '../../core/act.js';
import { passage, say } from '../../core/words/sentence.js';
import type { Deps } from '../deps.js';
import { handle, type Handler } from '../../core/shell/handle.js';
import { putSettings, unchanged } from '../put-settings.js';
import { invalid } from '../../core/shell/refusal.js';
import { findRows, type Found } from '../row-path.js';
import { valuesFrom } from '../texts.js';
import { addRowVerb, deleteRowVerb, importRowsVerb, listRowsVerb, setRowVerb } from '../verbs/rows.js';

interface Where {
  readonly module: string;
  readonly path: string;
}

/** The tables of the settings pages, row by row. */
export function rowHandlers(deps: Deps): readonly Handler[] {
  return [
    handle(listRowsVerb, async (where) => {
      const { found } = await look(deps, where);
      if (found.kind === 'missing') throw invalid({ '': found.sentence });
      const rows = found.kind === 'row' ? [found.row] : found.rows;
      return {
        isRow: found.kind === 'row',
        columns: found.table.fields.map(({ name }) => name),
        rows: rows.map((row) => ({ ...row })),
      };
    }),
    handle(addRowVerb, ({ values, yes, ...where }, actor) =>
      add(deps, actor, where, yes, ({ fields }) => [
        typedRow(fields, where, emptyRow(fields, randomUUID), values),
      ]),
    ),
    handle(importRowsVerb, ({ lines, yes, ...where }, actor) =>
      add(deps, actor, where, yes, ({ fields }) => rowsFromLines(lines, fields, randomUUID)),
    ),
    handle(setRowVerb, async ({ values, yes, ...where }, actor) => {
      const { view, found } = await look(deps, where);
      const { table, rows, row, withRows } = mustBe(found, 'row', where.path);
      const changed = typedRow(table.fields, where, row, values);
      const all = rows.map((one) => (one === row ? changed : one));
      return putSettings(deps, actor, view, { values: withRows(all), yes });
    }),
    handle(deleteRowVerb, async ({ yes, ...where }, actor) => {
      const { view, found } = await look(deps, where);
      if (found.kind === 'missing')
        return { ...unchanged, sentence: passage(found.sentence, unchanged.sentence) };
      const { rows, row, withRows } = mustBe(found, 'row', where.path);
      return putSettings(deps, actor, view, { values: withRows(rows.filter((one) => one !== row)), yes });
    }),
  ];
}

async function look({ draft }: Deps, { module, path }: Where) {
  const view = await draft.view(module);
  return { view, found: findRows(view.module.settings.fields, view.settings, path) };
}

/** Adds those rows that are not there yet. */
async function add(
  deps: Deps,
  actor: Actor,
  where: Where,
  yes: boolean,
  rowsFor: (table: Table) => readonly Row[],
) {
  const { view, found } = await look(deps, where);
  const { table, rows, withRows } = mustBe(found, 'table', where.path);
  const added = rowsFor(table).filter((row) => !rows.some((one) => isSame(table, one, row)));
  if (added.length === 0)
    return { changed: false, sentence: say`All of these exist already. Nothing was changed.`, ids: [] };
  const answer = await putSettings(deps, actor, view, { values: withRows([...rows, ...added]), yes });
  return { ...answer, ids: added.map(({ id }) => id) };
}

/** A row with what was typed over it. Throws what cannot be read. */
function typedRow(
  fields: readonly Field[],
  { path }: Where,
  row: Row,
  texts: Readonly<Record<string, string>>,
): Row {
  const { values, errors } = valuesFrom(fields, row, texts, `${path} `);
  if (Object.keys(errors).length > 0) throw invalid(errors);
  return { ...values, id: row.id };
}

/** @throws Refusal when the path leads elsewhere */
function mustBe<Kind extends 'table' | 'row'>(
  found: Found,
  kind: Kind,
  path: string,
): Extract<Found, { kind: Kind }> {
  if (isOf(found, kind)) return found;
  if (found.kind === 'missing') throw invalid({ '': found.sentence });

  throw invalid({
    '':
      kind === 'row'
        ? say`“${{ path }}” is a whole table. Name one row: ${{ example: `${path}/NAME` }}.`
        : say`“${{ path }}” is one row. Name a table, such as ${{ example: path.split('/').slice(0, -1).join('/') }}.`,
  });
}

function isOf<Kind extends Found['kind']>(found: Found, kind: Kind): found is Extract<Found, { kind: Kind }> {
  return found.kind === kind;
}

/** Whether two rows say the same in every cell; their tables aside. */
function isSame({ fields }: Table, one: Row, other: Row): boolean {
  return fields.every(({ name, table }) => table !== undefined || equal(one[name], other[name]));
}
