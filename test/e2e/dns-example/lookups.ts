import { Resolver } from 'node:dns/promises';

/** What the DNS that /etc/resolv.conf names says, by UDP: one text a record, sorted; none where there is no such name. */
export async function lookedUp(type: 'A' | 'SRV', name: string): Promise<readonly string[]> {
  // A new one asks anew.
  const resolver = new Resolver();
  try {
    if (type === 'A') return (await resolver.resolve4(name)).sort();
    return (await resolver.resolveSrv(name)).map(({ port, name: host }) => `${port} ${host}`).sort();
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOTFOUND' || error.code === 'ENODATA'))
      return [];
    throw error;
  }
}

/** The records that lead to the chat of a domain: addresses of the domain and of its rooms, and its services. */
export async function chatRecords(domain: string): Promise<Readonly<Record<string, readonly string[]>>> {
  const services = ['_xmpp-client', '_xmpps-client', '_xmpp-server'];
  const asked = [
    ...[domain, `conference.${domain}`].map((name) => ['A', name] as const),
    ...services.map((service) => ['SRV', `${service}._tcp.${domain}`] as const),
    ['SRV', `_xmpp-server._tcp.conference.${domain}`] as const,
  ];
  const answers = await Promise.all(
    asked.map(async ([type, name]) => [name, await lookedUp(type, name)] as const),
  );
  return Object.fromEntries(answers.filter(([, records]) => records.length > 0));
}
