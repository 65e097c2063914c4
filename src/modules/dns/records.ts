import type { DomainRow } from './domain-row.js';
import { type KeptRecord, standingsOf } from './kept-records.js';
import { nameServerRecords } from './name-server.js';
import { asciiName } from './labels.js';
import { ownRecords } from './own-records.js';
import { textOf, type ZoneRecord } from './zone-record.js';

/**
 * Every record of a domain but its SOA: the administrator's, those that make this machine its name server, and the kept
 * ones that give way to none of his. Each is there once; the order depends on nothing but the records themselves.
 * @param kept those that belong into this domain, see `keptIn`
 */
export function recordsOf(domain: DomainRow, kept: readonly KeptRecord[]): readonly ZoneRecord[] {
  const zone = asciiName(domain.name);
  const all = [
    ...[...ownRecords(domain), ...nameServerRecords(domain)].map(({ record }) => record),
    ...standingsOf(domain, kept).flatMap(({ record, state }) => (state === 'in' ? [record] : [])),
  ];
  const once = new Map(all.map((record) => [placeOf(record, zone), record]));
  return [...once].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, record]) => record);
}

/** A text that sorts the records: the domain itself first, its name servers before all else, then by name. */
function placeOf(record: ZoneRecord, zone: string): string {
  return `${record.owner === zone ? 0 : 1}${record.type === 'NS' ? 0 : 1} ${textOf(record)}`;
}
