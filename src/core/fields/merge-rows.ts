import type { Row, SettingValue } from '../setting-value.js';
import { equal } from './equal.js';
import type { Field, FieldMerge } from './field.js';

/** One row of a merge; null where it is gone. */
interface MergedRow {
  readonly row: Row | null;
  readonly theirs: readonly string[];
  readonly both: readonly string[];
}

/**
 * Joins two changes of the same table, row by row and in each row cell by cell. Rows that only they added come last. A row
 * that one deleted and the other changed is in `both`; mine stands.
 */
export function mergeRows(
  fields: readonly Field[],
  base: readonly Row[],
  mine: readonly Row[],
  theirs: readonly Row[],
): FieldMerge {
  const byId = (rows: readonly Row[]): ReadonlyMap<string, Row> => new Map(rows.map((row) => [row.id, row]));
  const [before, mineById, theirsById] = [byId(base), byId(mine), byId(theirs)];
  const ids = [...new Set([...mineById.keys(), ...theirsById.keys()])];
  const merged = ids.map((id) => mergeRow(fields, before.get(id), mineById.get(id), theirsById.get(id), id));
  return {
    value: merged.flatMap(({ row }) => (row === null ? [] : [row])),
    theirs: merged.flatMap((one) => one.theirs),
    both: merged.flatMap((one) => one.both),
  };
}

function mergeRow(
  fields: readonly Field[],
  base: Row | undefined,
  mine: Row | undefined,
  theirs: Row | undefined,
  id: string,
): MergedRow {
  if (mine === undefined || theirs === undefined) return mergeGone(base, mine ?? null, theirs ?? null, id);
  const cells = fields.map((field) => ({
    field,
    ...field.merge(base?.[field.name], mine[field.name] ?? '', theirs[field.name]),
  }));
  const paths = (which: 'theirs' | 'both'): readonly string[] =>
    cells.flatMap((cell) =>
      cell[which].map((path) => (path === '' ? id : `${id}.${cell.field.name}.${path}`)),
    );
  const values = Object.fromEntries(
    cells.map(({ field, value }): [string, SettingValue] => [field.name, value]),
  );
  return {
    row: { ...mine, ...values, id },
    theirs: [...new Set(paths('theirs'))],
    both: [...new Set(paths('both'))],
  };
}

/** A row that at least one of the two does not have. */
function mergeGone(base: Row | undefined, mine: Row | null, theirs: Row | null, id: string): MergedRow {
  // It was not there before: one of the two added it.
  if (base === undefined) return { row: mine ?? theirs, theirs: mine === null ? [id] : [], both: [] };
  const left = mine ?? theirs;
  if (left === null || equal(left, base)) return { row: null, theirs: mine === null ? [] : [id], both: [] };
  return { row: mine, theirs: [], both: [id] };
}
