import type { DomainRow } from './domain-row.js';
import { asciiName } from './labels.js';
import { ownerName, targetName } from './names.js';
import { addressRecord, type ZoneRecord } from './zone-record.js';

/** Where in a domain a value stands: the field, the index of the row, the field in it. */
export type CellPath = readonly (string | number)[];

/** A record that the administrator's rows say, with the cell that says it. */
export interface OwnRecord {
  readonly record: ZoneRecord;
  readonly path: CellPath;
}

/** The records that the administrator set for a domain: his rows, and the addresses of the domain itself. */
export function ownRecords(domain: DomainRow): readonly OwnRecord[] {
  const zone = asciiName(domain.name);
  return [
    ...domain.addresses.map((address) => ({ record: addressRecord(zone, address), path: ['addresses'] })),
    ...hostRecords(domain),
    ...targetRecords(domain, zone),
    ...domain.services.map((row, index): OwnRecord => {
      const { priority, weight, port } = row;
      const owner = ownerName(`_${row.service}._${row.protocol}${row.name && `.${row.name}`}`, domain.name);
      const target = targetName(row.target, domain.name);
      return {
        record: { owner, type: 'SRV', priority, weight, port, target },
        path: ['services', index, 'target'],
      };
    }),
    ...domain.texts.map(({ name, text }, index): OwnRecord => ({
      record: { owner: ownerName(name, domain.name), type: 'TXT', text },
      path: ['texts', index, 'text'],
    })),
  ];
}

function hostRecords(domain: DomainRow): readonly OwnRecord[] {
  return domain.hosts.flatMap((host, index) => {
    const owner = ownerName(host.name, domain.name);
    return [
      ...host.addresses.map((address): OwnRecord => ({
        record: addressRecord(owner, address),
        path: ['hosts', index, 'addresses'],
      })),
      ...host.aliases.map((alias): OwnRecord => ({
        record: { owner: ownerName(alias, domain.name), type: 'CNAME', target: owner },
        path: ['hosts', index, 'aliases'],
      })),
    ];
  });
}

function targetRecords(domain: DomainRow, owner: string): readonly OwnRecord[] {
  return [
    ...domain.nameServers.map(({ host }, index): OwnRecord => ({
      record: { owner, type: 'NS', target: targetName(host, domain.name) },
      path: ['nameServers', index, 'host'],
    })),
    ...domain.mailExchangers.map(({ host, preference }, index): OwnRecord => ({
      record: { owner, type: 'MX', preference, target: targetName(host, domain.name) },
      path: ['mailExchangers', index, 'host'],
    })),
  ];
}
