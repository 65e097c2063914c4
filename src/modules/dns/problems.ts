import { say } from '../../core/words/sentence.js';
import { type DomainFinder, domainFinder } from './domain-finder.js';
import type { DnsSettings, DomainRow } from './domain-row.js';
import type { KeptRecord } from './kept-records.js';
import { asciiName } from './labels.js';
import { nameProblems } from './name-problems.js';
import type { Problem } from './problem.js';
import { recordProblems } from './record-problems.js';
import { targetProblems } from './target-problems.js';

/**
 * What is wrong with the settings as a whole, where each cell alone is right. At most one sentence a cell.
 * @param kept what other modules want to see in the DNS: a target may lead to one of these
 * @returns paths that begin with `domains` and the index of the row
 */
export function problemsOf(
  { domains }: Pick<DnsSettings, 'domains'>,
  kept: readonly KeptRecord[] = [],
): readonly Problem[] {
  const find = domainFinder(domains);
  const zones = new Set<string>();
  return domains.flatMap((domain, index): readonly Problem[] => {
    const zone = asciiName(domain.name);
    const reason = say`The domain “${{ domain: domain.name }}” exists already: add the hosts and services there.`;
    const twice: readonly Problem[] = zones.has(zone) ? [{ path: ['name'], reason }] : [];
    zones.add(zone);
    return [...twice, ...problemsOfDomain(domain, find, kept)].map(({ path, reason }) => ({
      path: ['domains', index, ...path],
      reason,
    }));
  });
}

/**
 * What is wrong with the rows of one domain.
 * @param find looks among all domains, this one too
 * @returns paths within the domain: `['hosts', 3, 'aliases']`
 */
function problemsOfDomain(
  domain: DomainRow,
  find: DomainFinder,
  kept: readonly KeptRecord[] = [],
): readonly Problem[] {
  const all = [
    ...nameProblems(domain, find),
    ...recordProblems(domain),
    ...targetProblems(domain, find, kept),
  ];
  const first = new Map<string, Problem>();
  for (const problem of all) {
    const cell = problem.path.join('/');
    if (!first.has(cell)) first.set(cell, problem);
  }
  return [...first.values()];
}
