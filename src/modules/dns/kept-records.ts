import type { ServiceRecord } from '../../core/module/index.js';
import type { DomainFinder } from './domain-finder.js';
import type { DomainRow } from './domain-row.js';
import { asciiName } from './labels.js';
import { nameServerRecords } from './name-server.js';
import { type CellPath, type OwnRecord, ownRecords } from './own-records.js';
import { addressRecord, textOf, type ZoneRecord } from './zone-record.js';

/** A record that another module wants to see in the DNS. */
export type KeptRecord = ServiceRecord;

/**
 * What becomes of a kept record in its zone: it is in, the administrator has the same one (`path` is the cell), or it
 * gives way to a row of his, which is never overwritten.
 */
export type KeptStanding =
  | { readonly kept: KeptRecord; readonly record: ZoneRecord; readonly state: 'in' }
  | {
      readonly kept: KeptRecord;
      readonly record: ZoneRecord;
      readonly state: 'same' | 'gives way';
      readonly path: CellPath;
      /** The record of the administrator's that is the same, or that stands in the way. */
      readonly own: ZoneRecord;
    };

/**
 * Those of the kept records that belong into a domain: a record belongs into the longest domain that holds its name.
 * @param find looks among all domains
 */
export function keptIn(
  domain: DomainRow,
  find: DomainFinder,
  kept: readonly KeptRecord[],
): readonly KeptRecord[] {
  return kept.filter(({ name }) => find(name)?.id === domain.id);
}

/**
 * Says of each kept record whether it is in the zone. It gives way where the administrator has an alias at its name or
 * at its target (a target is never an alias, RFC 2782), or records of its name and type. Addresses of both kinds count
 * as one: a host of his that has none of the kept addresses is another machine, and gets no second half from us.
 * @param kept those that belong into this domain, see {@link keptIn}
 */
export function standingsOf(domain: DomainRow, kept: readonly KeptRecord[]): readonly KeptStanding[] {
  const own = [...ownRecords(domain), ...nameServerRecords(domain)];
  const wanted = kept.map((one) => ({ kept: one, record: zoneRecordOf(one) }));
  const same = (wish: ZoneRecord): OwnRecord | undefined =>
    own.find(({ record }) => textOf(record) === textOf(wish));
  const machines = new Set(
    wanted.flatMap(({ record }) => (isAddress(record) && same(record) !== undefined ? [record.owner] : [])),
  );
  return wanted.map((one): KeptStanding => {
    const equal = same(one.record);
    if (equal !== undefined) return { ...one, state: 'same', path: equal.path, own: equal.record };
    const isOurs = machines.has(one.record.owner);
    const inTheWay = own.find(({ record }) => standsInTheWay(record, one.record, isOurs));
    if (inTheWay === undefined) return { ...one, state: 'in' };
    return { ...one, state: 'gives way', path: inTheWay.path, own: inTheWay.record };
  });
}

/** @param isOurs the administrator gave the name one of the kept addresses, so it is the same machine */
function standsInTheWay(own: ZoneRecord, wish: ZoneRecord, isOurs: boolean): boolean {
  if (own.type === 'CNAME')
    return own.owner === wish.owner || ('target' in wish && own.owner === wish.target);
  if (own.owner !== wish.owner) return false;
  return own.type === wish.type || (isAddress(own) && isAddress(wish) && !isOurs);
}

function isAddress({ type }: ZoneRecord): boolean {
  return type === 'A' || type === 'AAAA';
}

function zoneRecordOf(kept: KeptRecord): ZoneRecord {
  const owner = asciiName(kept.name);
  if (kept.type !== 'SRV') return addressRecord(owner, kept.address);
  const { type, priority, weight, port } = kept;
  return { owner, type, priority, weight, port, target: asciiName(kept.target) };
}
