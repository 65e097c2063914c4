import { kindOfRecord, wordsOf } from '../../core/audit-record.js';
import type { AuditRecord } from '../../core/ports.js';
import type { Reader } from '../../core/words/reader.js';

/** Which records are wanted; `''` for all. */
export interface AuditFilter {
  readonly search?: string;
  /** The first and the last day, `2026-11-26`, by the clock of this machine. */
  readonly since?: string;
  readonly until?: string;
  /** A part of the name of the person, or of what stands for it. */
  readonly who?: string;
  readonly kind?: string;
}

/** Whether it lets everything through. */
export function isUsual(filter: AuditFilter): boolean {
  return Object.values(filter).every((value) => value === '');
}

/**
 * Makes a filter ready. Texts are found whatever their case, in the English and in what the reader sees: a link with an
 * English word finds the same in every language.
 */
export function auditFilter(
  { search = '', since = '', until = '', who = '', kind = '' }: AuditFilter,
  reader: Reader,
): (record: AuditRecord) => boolean {
  const [text, person] = [search.toLowerCase(), who.toLowerCase()];
  const from = since === '' ? -Infinity : dayBegins(since, 0);
  const to = until === '' ? Infinity : dayBegins(until, 1);
  return (record) => {
    const at = Date.parse(record.when);
    if (at < from || at >= to || (kind !== '' && kindOfRecord(record) !== kind)) return false;
    if (person !== '' && !namesOf(record, reader).some((name) => name.toLowerCase().includes(person)))
      return false;
    return text === '' || textsOf(record, reader).some((one) => one.toLowerCase().includes(text));
  };
}

function dayBegins(day: string, later: number): number {
  const date = new Date(`${day}T00:00:00`);
  date.setDate(date.getDate() + later);
  return date.getTime();
}

function namesOf(record: AuditRecord, reader: Reader): readonly string[] {
  return [record.who, reader.text(wordsOf(record).who)];
}

function textsOf(record: AuditRecord, reader: Reader): readonly string[] {
  const { when, from, session } = record;
  const written = [when, from, session, record.who, record.what, record.before, record.after, record.outcome];
  const { who, what, before, after, outcome } = wordsOf(record);
  const shown = [who, what, before, after, outcome].map((sentence) => reader.text(sentence));
  const title = record.act === undefined ? '' : reader.text(record.act.title);
  return [...written, ...shown, title];
}
