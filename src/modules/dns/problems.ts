import type { DnsSettings, DomainRow } from './domain-row.js';
import { type KeptRecord, keptIn } from './kept-records.js';
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
  const zones = domains.map(({ name }) => asciiName(name));
  return domains.flatMap((domain, index): readonly Problem[] => {
    const first = zones.indexOf(zones[index] ?? '');
    const twice: readonly Problem[] =
      first === index
        ? []
        : [{ path: ['name'], reason: `“${domain.name}” is there already: add to that one.` }];
    return [...twice, ...problemsOfDomain(domain, domains, kept)].map(({ path, reason }) => ({
      path: ['domains', index, ...path],
      reason,
    }));
  });
}

/**
 * What is wrong with the rows of one domain.
 * @param domains all of them, this one too
 * @returns paths within the domain: `['hosts', 3, 'aliases']`
 */
export function problemsOfDomain(
  domain: DomainRow,
  domains: readonly DomainRow[],
  kept: readonly KeptRecord[] = [],
): readonly Problem[] {
  const all = [
    ...nameProblems(domain, domains),
    ...recordProblems(domain),
    ...targetProblems(domain, domains, (one) => keptIn(one, domains, kept)),
  ];
  const first = new Map<string, Problem>();
  for (const problem of all) {
    const cell = problem.path.join('/');
    if (!first.has(cell)) first.set(cell, problem);
  }
  return [...first.values()];
}
