import type { DomainRow } from './domain-row.js';
import { asciiName } from './labels.js';
import { ownerName } from './names.js';
import { type OwnRecord, ownRecords } from './own-records.js';
import { addressRecord } from './zone-record.js';

/** Under this name, relative to each domain, this machine is its name server; eBox names it so too. */
export const NAME_SERVER = 'ns';

/**
 * The records that make this machine the name server of a domain: NS, and the addresses of `ns`, which are the domain's
 * own unless the administrator has a host of that name. Both stand beside the name servers that he adds.
 */
export function nameServerRecords(domain: DomainRow): readonly OwnRecord[] {
  const target = ownerName(NAME_SERVER, domain.name);
  const hasHost = ownRecords(domain).some(({ record }) => record.owner === target && 'address' in record);
  const addresses = hasHost ? [] : domain.addresses;
  return [
    { record: { owner: asciiName(domain.name), type: 'NS', target }, path: ['nameServers'] },
    ...addresses.map((address) => ({ record: addressRecord(target, address), path: ['addresses'] })),
  ];
}
