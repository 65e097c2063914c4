import { type Sentence, quantity, say } from '../../core/words/sentence.js';
import type { DomainRow } from './domain-row.js';
import { type OwnRecord, ownRecords } from './own-records.js';
import type { Problem } from './problem.js';
import { textBytes } from './text.js';
import type { ZoneRecord } from './zone-record.js';

/** Most records of one name and type: BIND refuses a zone with more (max-records-per-type). */
const MOST_RECORDS = 100;

/** Most bytes of the texts of one name: all of them must fit into one answer of 65,535 bytes (RFC 1035, 4.2.2). */
const MOST_TEXT_BYTES = 30_000;

/** Records that are there twice, or too often. */
export function recordProblems(domain: DomainRow): readonly Problem[] {
  const seen = new Set<string>();
  const counts = new Map<string, number>();
  const bytes = new Map<string, number>();
  return ownRecords(domain).flatMap(({ record, path }): readonly Problem[] => {
    const identity = identityOf(record);
    // A name that is there twice is told at its own cell.
    if (record.type === 'CNAME') return [];
    if (seen.has(identity)) return [{ path, reason: twice(record, domain.name) }];
    seen.add(identity);
    const count = add(counts, `${record.owner} ${record.type}`, 1);
    if (count > MOST_RECORDS) {
      return [
        {
          path,
          reason: say`Too many records: a name has at most ${{ count: quantity(MOST_RECORDS) }} of one type.`,
        },
      ];
    }
    if (record.type === 'TXT' && add(bytes, record.owner, textBytes(record.text)) > MOST_TEXT_BYTES) {
      const reason = say`The texts of this name are too long: at most ${{ count: quantity(MOST_TEXT_BYTES) }} bytes together.`;
      return [{ path, reason }];
    }
    return [];
  });
}

function add(sums: Map<string, number>, key: string, more: number): number {
  const sum = (sums.get(key) ?? 0) + more;
  sums.set(key, sum);
  return sum;
}

/** The same for records that say the same twice, though with other numbers. */
function identityOf(record: OwnRecord['record']): string {
  const at = `${record.owner} ${record.type}`;
  if ('address' in record) return `${at} ${record.address}`;
  if (record.type === 'TXT') return `${at} ${record.text}`;
  return record.type === 'SRV' ? `${at} ${record.port} ${record.target}` : `${at} ${record.target}`;
}

function twice(record: ZoneRecord, domain: string): Sentence {
  if ('address' in record) return say`The address ${{ address: record.address }} is there twice: delete one.`;
  if (record.type === 'TXT') return say`This text is there twice: delete one.`;
  if (record.type === 'MX') return say`This mail exchanger of ${{ domain }} is there twice: delete one.`;
  if (record.type === 'NS') return say`This name server of ${{ domain }} is there twice: delete one.`;
  return say`The same service on the same host and port is there twice: delete one.`;
}
