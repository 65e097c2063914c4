import { stringify } from 'csv-stringify/sync';
import { safeCell } from './formula.js';

/** Stands before a CSV file: spreadsheets then read it as UTF-8. */
export const CSV_MARK = '\uFEFF';

/** Lines of a CSV file (RFC 4180) in which no spreadsheet finds a formula. */
export function csvLines(lines: readonly (readonly string[])[]): string {
  return stringify(
    lines.map((cells) => cells.map(safeCell)),
    { record_delimiter: 'windows' },
  );
}
