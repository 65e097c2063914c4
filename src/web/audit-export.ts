import { stringify } from 'csv-stringify/sync';
import type { AuditRecord } from '../core/ports.js';
import { say, verbatim, type Sentence } from '../core/words/sentence.js';

/** A format that the audit log can be taken away in. */
export interface ExportFormat {
  readonly path: string;
  readonly label: Sentence;
  /** The name of the file. */
  readonly name: string;
  readonly type: string;
  readonly text: (records: readonly AuditRecord[]) => string;
}

const columns: readonly (keyof AuditRecord)[] = [
  'when',
  'who',
  'from',
  'session',
  'what',
  'before',
  'after',
  'outcome',
];

/** For spreadsheets (RFC 4180), and for programs (a JSON object a line). */
export const exportFormats: readonly ExportFormat[] = [
  {
    path: '/audit-log/export.csv',
    label: verbatim('CSV'),
    name: 'audit-log.csv',
    type: 'text/csv; charset=utf-8',
    // Values that begin like a formula are not to be one: what people typed is in here. The mark says that it is UTF-8.
    text: (records) =>
      stringify([...records], {
        header: true,
        columns: [...columns],
        escape_formulas: true,
        record_delimiter: 'windows',
        bom: true,
      }),
  },
  {
    path: '/audit-log/export.jsonl',
    label: say`JSON lines`,
    name: 'audit-log.jsonl',
    type: 'application/jsonl; charset=utf-8',
    text: (records) => records.map((record) => `${JSON.stringify(record)}\n`).join(''),
  },
];
