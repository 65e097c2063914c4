import type { Row, Settings, SettingValue } from '../setting-value.js';
import type { Field } from './field.js';
import { rowsOf } from './rows.js';

/** The row of this id in a table, or null. */
export function rowOf(settings: Settings, table: string, id: string): Row | null {
  return rowsOf(settings[table]).find((row) => row.id === id) ?? null;
}

/** The settings with a row in the place of the one with its id, or at the end. */
export function withRow(settings: Settings, table: string, row: Row): Settings {
  const rows = rowsOf(settings[table]);
  const isThere = rows.some(({ id }) => id === row.id);
  return {
    ...settings,
    [table]: isThere ? rows.map((one) => (one.id === row.id ? row : one)) : [...rows, row],
  };
}

/** The settings without the row of this id. */
export function withoutRow(settings: Settings, table: string, id: string): Settings {
  return { ...settings, [table]: rowsOf(settings[table]).filter((row) => row.id !== id) };
}

/** What stands in a row, without its id. */
export function cellsOf(row: Row): Settings {
  return Object.fromEntries(Object.entries(row).filter(([name]) => name !== 'id'));
}

/**
 * The values with a fresh id for each row that is new: one that does not stand in the same table of `known`. So nobody
 * chooses an id, or takes that of a row elsewhere.
 */
export function withOwnIds(
  fields: readonly Field[],
  values: Settings,
  known: Settings,
  newId: () => string,
): Settings {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]): [string, SettingValue] => {
      const table = fields.find((field) => field.name === name)?.table;
      if (table === undefined) return [name, value];
      const before = new Map(rowsOf(known[name]).map((row) => [row.id, row]));
      const rows = rowsOf(value).map((row) => {
        const was = before.get(row.id);
        const cells = withOwnIds(table.fields, cellsOf(row), was ?? {}, newId);
        return { ...cells, id: was === undefined ? newId() : row.id };
      });
      return [name, rows];
    }),
  );
}

/** Whether a table of these values has two rows with the same id, which no page sends. */
export function hasRepeatedId(fields: readonly Field[], values: Settings): boolean {
  return fields.some(({ name, table }) => {
    if (table === undefined) return false;
    const rows = rowsOf(values[name]);
    const ids = new Set(rows.map(({ id }) => id));
    return ids.size < rows.length || rows.some((row) => hasRepeatedId(table.fields, row));
  });
}
