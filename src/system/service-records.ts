import { Resolver } from 'node:dns/promises';

/** One SRV record (RFC 2782). */
export interface ServiceRecord {
  readonly target: string;
  readonly port: number;
}

/** Codes that mean that there is no such record, as the resolver says. */
const NONE = ['ENOTFOUND', 'ENODATA'];

/**
 * The SRV records of a name, e.g. `_xmpp-client._tcp.example.org`, by their priority (RFC 2782); empty when there are none.
 * @returns null when no resolver answers within some seconds
 */
export async function serviceRecords(name: string): Promise<readonly ServiceRecord[] | null> {
  const found = await records((resolver) => resolver.resolveSrv(name));
  return (
    found
      ?.sort((one, other) => one.priority - other.priority || other.weight - one.weight)
      .map((record) => ({ target: record.name, port: record.port })) ?? null
  );
}

/** The A and AAAA records of a name; empty when there are none, null when no resolver answers within some seconds. */
export async function addressRecords(name: string): Promise<readonly string[] | null> {
  const [four, six] = await Promise.all([
    records((resolver) => resolver.resolve4(name)),
    records((resolver) => resolver.resolve6(name)),
  ]);
  return four === null && six === null ? null : [...(four ?? []), ...(six ?? [])];
}

/** What a resolver answers; empty where it says that there is no such record, null where none answers. */
async function records<T>(ask: (resolver: Resolver) => Promise<T[]>): Promise<T[] | null> {
  try {
    return await ask(new Resolver({ timeout: 2000, tries: 1 }));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    return NONE.includes(code) ? [] : null;
  }
}
