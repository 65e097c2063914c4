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
      return [{ path, reason: `This is one too many: at most ${MOST_RECORDS} of one kind at one name.` }];
    }
    if (record.type === 'TXT' && add(bytes, record.owner, textBytes(record.text)) > MOST_TEXT_BYTES) {
      const reason = `The texts of one name are too long together: at most ${MOST_TEXT_BYTES} bytes.`;
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

function twice(record: ZoneRecord, domain: string): string {
  if ('address' in record) return `The address ${record.address} is there twice: leave one out.`;
  if (record.type === 'TXT') return 'The same text is there already: leave one out.';
  if (record.type === 'MX') return `This mail exchanger of ${domain} is there already: leave one out.`;
  if (record.type === 'NS') return `This name server of ${domain} is there already: leave one out.`;
  return 'The same service on the same host and port is there already: leave one out.';
}
