import { say } from '../../../src/core/words/sentence.js';
import type { DomainRow } from '../../../src/modules/dns/domain-row.js';
import type { KeptRecord } from '../../../src/modules/dns/kept-records.js';

/** Rows as tests write them: without their ids. */
type Rows = {
  readonly [Field in keyof Omit<DomainRow, 'id' | 'name' | 'addresses'>]?: readonly Omit<
    DomainRow[Field][number],
    'id'
  >[];
} & { readonly name?: string; readonly addresses?: readonly string[] };

/** A domain with these rows: `school.lan` at 10.0.0.1 unless said otherwise. */
export function domainWith({ name = 'school.lan', addresses = ['10.0.0.1'], ...rows }: Rows = {}): DomainRow {
  return {
    id: name.replaceAll('.', '-'),
    name,
    addresses,
    hosts: numbered(rows.hosts),
    nameServers: numbered(rows.nameServers),
    mailExchangers: numbered(rows.mailExchangers),
    services: numbered(rows.services),
    texts: numbered(rows.texts),
  };
}

function numbered<Row>(rows: readonly Row[] = []): readonly (Row & { readonly id: string })[] {
  return rows.map((row, index) => ({ ...row, id: String(index) }));
}

/** A host row. */
export function host(
  name: string,
  address: string | readonly string[],
  ...aliases: readonly string[]
): Omit<DomainRow['hosts'][number], 'id'> {
  return { name, addresses: typeof address === 'string' ? [address] : address, aliases };
}

/** A service row: `_xmpp-client._tcp` of the domain itself, at its own port, unless said otherwise. */
export function service(
  target: string,
  more: Partial<DomainRow['services'][number]> = {},
): Omit<DomainRow['services'][number], 'id'> {
  return {
    service: 'xmpp-client',
    protocol: 'tcp',
    name: '',
    priority: 0,
    weight: 5,
    port: 5222,
    target,
    ...more,
  };
}

export function keptAddress(name: string, address: string): KeptRecord {
  return { name, type: address.includes(':') ? 'AAAA' : 'A', address, why: say`for a test` };
}

export function keptService(name: string, target: string, port = 5222): KeptRecord {
  return { name, type: 'SRV', priority: 0, weight: 5, port, target, why: say`for a test` };
}
