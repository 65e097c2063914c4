import { problem, warning, well, type Finding } from '../../../../core/finding.js';
import { allOf, say } from '../../../../core/words/sentence.js';
import { asciiDomain } from '../../domain.js';
import { readable } from '../../readable.js';
import type { Place, Subject } from './subject.js';

/** Places of a domain that are looked at; s2s tries them in their order too. */
const MOST_PLACES = 5;
/** Where a server is that has no record (RFC 6120, 3.2.2). */
const USUAL_PORT = 5269;

/** What the SRV records of a domain say. */
export interface FoundPlaces {
  readonly finding: Finding;
  readonly places: readonly Place[];
}

/** Looks up where the servers of a domain are, as s2s does (lookup.srv in s2s.xml; s2s/out.c, `_dns_result_srv`). */
export async function findPlaces({ machine: { resolver }, domain }: Subject): Promise<FoundPlaces> {
  const host = asciiDomain(domain);
  const record = `_xmpp-server._tcp.${host}`;
  const found = await resolver.services(record);
  const itself = [{ host, port: USUAL_PORT }];
  if (found === null)
    return {
      finding: problem(
        'records',
        say`No DNS server answered the question about ${{ name: record }}.`,
        say`Check /etc/resolv.conf.`,
      ),
      places: [],
    };
  const places = found
    .map(({ target, port }) => ({ host: target.replace(/\.$/, ''), port }))
    .filter((place) => place.host !== '' && place.port > 0)
    .slice(0, MOST_PLACES);
  if (places.length === 0) return { finding: await without(resolver, record, host), places: itself };
  const targets = allOf(places.map((place) => `${readable(place.host, { longest: 255 })}:${place.port}`));
  return { finding: well('records', say`${{ name: record }} leads to ${{ targets }}.`), places };
}

async function without(
  resolver: Subject['machine']['resolver'],
  record: string,
  host: string,
): Promise<Finding> {
  const direct = (await resolver.services(`_xmpps-server._tcp.${host}`)) ?? [];
  const advice = say`If its server is elsewhere, the administrator of ${{ domain: host }} must create the record.`;
  return warning(
    'records',
    direct.length > 0
      ? say`${{ domain: host }} has a DNS record for direct TLS only, which this server cannot use. It asks ${{ domain: host }} itself, on port ${{ port: USUAL_PORT }}.`
      : say`The DNS record ${{ name: record }} does not exist. This server asks ${{ domain: host }} itself, on port ${{ port: USUAL_PORT }}.`,
    advice,
  );
}
