import type { DnsSettings } from './domain-row.js';
import { asciiName } from './labels.js';

/** Where named listens and keeps its files; the paths are absolute. */
export interface NamedPlaces {
  readonly port: number;
  /** Its working folder, which it may write to. */
  readonly workFolder: string;
  /** What it keeps of the keys of the root (RFC 5011), which it may write to: a folder of its own. */
  readonly keysFolder: string;
  /** The file of a zone. @param zone its name in A-labels, see {@link zoneFileName} */
  zoneFile(zone: string): string;
}

/**
 * The values of `bind/named.conf.ejs`, format `bind`.
 *
 * Other names are looked up only where the administrator wants that, and for private networks only. With forwarders they
 * alone are asked (`forward only`): what a school's router knows of its own network must not be asked on the internet,
 * and a firewall that lets only the router's DNS out makes everybody wait otherwise. Signatures (DNSSEC) are checked only
 * without forwarders: behind one that leaves them out, no name at all could be looked up.
 */
export function namedConfValues(
  { domains, forwarders, resolve, secondaries }: DnsSettings,
  places: NamedPlaces,
): Readonly<Record<string, unknown>> {
  const zones = domains.map(({ name }) => asciiName(name)).sort();
  return {
    port: places.port,
    workFolder: places.workFolder,
    keysFolder: places.keysFolder,
    resolve,
    forwarders: forwarders.map((address) => ({ address })),
    secondaries: secondaries.map((address) => ({ address })),
    zones: zones.map((name) => ({ name: { name }, file: places.zoneFile(name) })),
  };
}

/** The name of the file of a domain's zone. */
export function zoneFileName(domain: string): string {
  return `${asciiName(domain)}.zone`;
}
