import { say, type Sentence } from '../../core/words/sentence.js';
import type { DomainFinder } from './domain-finder.js';
import type { DomainRow } from './domain-row.js';
import { type KeptRecord, keptIn } from './kept-records.js';
import { ownerName } from './names.js';
import { ownRecords } from './own-records.js';
import type { Problem } from './problem.js';
import { recordsOf } from './records.js';

/**
 * Name servers, mail exchangers and services that lead to an alias (forbidden by RFC 2181, 10.3, and RFC 2782), or to a
 * name in a domain of ours that has no address. What lies elsewhere is not looked at.
 */
export function targetProblems(
  domain: DomainRow,
  find: DomainFinder,
  kept: readonly KeptRecord[],
): readonly Problem[] {
  const known = new Map<string, Names>();
  const namesOf = (one: DomainRow): Names => {
    const names = known.get(one.id) ?? collectNames(one, keptIn(one, find, kept));
    known.set(one.id, names);
    return names;
  };
  return ownRecords(domain).flatMap(({ record, path }): readonly Problem[] => {
    if (record.type !== 'NS' && record.type !== 'MX' && record.type !== 'SRV') return [];
    const { target } = record;
    const holding = find(target);
    const reason =
      holding === null
        ? misreadName(target, domain, namesOf(domain))
        : heldName(target, holding, namesOf(holding));
    return reason === null ? [] : [{ path, reason }];
  });
}

/** The absolute names of a domain that are aliases, and those that have an address. */
interface Names {
  readonly aliases: ReadonlySet<string>;
  readonly addressed: ReadonlySet<string>;
}

function collectNames(domain: DomainRow, kept: readonly KeptRecord[]): Names {
  const records = recordsOf(domain, kept);
  return {
    aliases: new Set(records.filter(({ type }) => type === 'CNAME').map(({ owner }) => owner)),
    addressed: new Set(records.filter((record) => 'address' in record).map(({ owner }) => owner)),
  };
}

function heldName(target: string, holding: DomainRow, { aliases, addressed }: Names): Sentence | null {
  if (aliases.has(target)) {
    return say`“${{ host: target }}” is an alias. Type the host that the alias leads to.`;
  }
  if (addressed.has(target)) return null;
  return say`“${{ host: target }}” has no address in ${{ domain: holding.name }}: add it as a host there, or correct the name.`;
}

/** `a.b` is a full name; it is not what was meant when this domain has a host `a.b`. */
function misreadName(target: string, domain: DomainRow, { aliases, addressed }: Names): Sentence | null {
  const inside = ownerName(target, domain.name);
  if (!aliases.has(inside) && !addressed.has(inside)) return null;
  return say`A name with a dot is a full name. Type “${{ name: `${target}.${domain.name}` }}” for the host of this domain.`;
}
