import type { DomainRow } from './domain-row.js';
import { asciiName } from './labels.js';

/** Finds the domain that holds a name: of those that the name lies in, the longest. Null when there is none. */
export type DomainFinder = (name: string) => DomainRow | null;

/** Looks among these domains, of which there may be thousands. */
export function domainFinder(domains: readonly DomainRow[]): DomainFinder {
  const zones = new Map(domains.map((domain) => [asciiName(domain.name), domain]));
  return (name) => {
    const labels = asciiName(name).split('.');
    for (let first = 0; first < labels.length; first += 1) {
      const domain = zones.get(labels.slice(first).join('.'));
      if (domain !== undefined) return domain;
    }
    return null;
  };
}
