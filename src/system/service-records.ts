import { Resolver } from 'node:dns/promises';

/** One SRV record (RFC 2782). */
export interface ServiceRecord {
  readonly target: string;
  readonly port: number;
}

/** Codes that mean that there is no such record, as the resolver says. */
const NONE = ['ENOTFOUND', 'ENODATA'];

/**
 * The SRV records of a name, e.g. `_xmpp-client._tcp.example.org`; empty when there are none.
 * @returns null when no resolver answers within some seconds
 */
export async function serviceRecords(name: string): Promise<readonly ServiceRecord[] | null> {
  const resolver = new Resolver({ timeout: 2000, tries: 1 });
  try {
    return (await resolver.resolveSrv(name)).map((record) => ({ target: record.name, port: record.port }));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    return NONE.includes(code) ? [] : null;
  }
}
