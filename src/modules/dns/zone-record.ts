import { addressType } from './address.js';

/** What a record says, by its type. Names are absolute, in A-labels, lower case, without a dot at their end. */
export type RecordData =
  | { readonly type: 'A' | 'AAAA'; readonly address: string }
  | { readonly type: 'CNAME' | 'NS'; readonly target: string }
  | { readonly type: 'MX'; readonly preference: number; readonly target: string }
  | {
      readonly type: 'SRV';
      readonly priority: number;
      readonly weight: number;
      readonly port: number;
      readonly target: string;
    }
  | { readonly type: 'TXT'; readonly text: string };

/** One record of a zone (RFC 1035; SRV: RFC 2782; AAAA: RFC 3596). */
export type ZoneRecord = { readonly owner: string } & RecordData;

export function addressRecord(owner: string, address: string): ZoneRecord {
  return { owner, type: addressType(address), address };
}

/** What the record says, as one text: the same for the same data. */
function dataOf(record: RecordData): string {
  switch (record.type) {
    case 'A':
    case 'AAAA':
      return record.address;
    case 'CNAME':
    case 'NS':
      return `${record.target}.`;
    case 'MX':
      return `${record.preference} ${record.target}.`;
    case 'SRV':
      return `${record.priority} ${record.weight} ${record.port} ${record.target}.`;
    case 'TXT':
      return JSON.stringify(record.text);
  }
}

/** The record as one text, which people can read too: equal records have equal texts. */
export function textOf(record: ZoneRecord): string {
  return `${record.owner}. ${record.type} ${dataOf(record)}`;
}
