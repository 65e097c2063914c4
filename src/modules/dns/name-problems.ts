import { say, type Sentence } from '../../core/words/sentence.js';
import type { DomainFinder } from './domain-finder.js';
import type { DomainRow } from './domain-row.js';
import { asciiName } from './labels.js';
import { NAME_SERVER } from './name-server.js';
import { isWithin, ownerName } from './names.js';
import type { CellPath } from './own-records.js';
import type { Problem } from './problem.js';

/** A relative name, with the cell that it was typed in. */
interface NameCell {
  readonly name: string;
  readonly path: CellPath;
}

/** What is wrong with the relative names of a domain: where they lie, how long they are, and names that clash. */
export function nameProblems(domain: DomainRow, find: DomainFinder): readonly Problem[] {
  return [...nameCells(domain).flatMap((cell) => placeProblems(cell, domain, find)), ...clashes(domain)];
}

function nameCells({ hosts, services, texts }: DomainRow): readonly NameCell[] {
  return [
    ...hosts.flatMap(({ name, aliases }, index) => [
      { name, path: ['hosts', index, 'name'] },
      ...aliases.map((alias) => ({ name: alias, path: ['hosts', index, 'aliases'] })),
    ]),
    ...services.flatMap(({ name, service, protocol }, index) => [
      { name, path: ['services', index, 'name'] },
      { name: `_${service}._${protocol}${name && `.${name}`}`, path: ['services', index, 'service'] },
    ]),
    ...texts.map(({ name }, index) => ({ name, path: ['texts', index, 'name'] })),
  ];
}

function placeProblems({ name, path }: NameCell, domain: DomainRow, find: DomainFinder): readonly Problem[] {
  const zone = asciiName(domain.name);
  const relative = name === '' ? '' : asciiName(`${name}.x`).slice(0, -'.x'.length);
  if (isWithin(relative, zone)) {
    const rest = name.slice(0, -domain.name.length).replace(/\.$/, '');
    const reason =
      rest === ''
        ? say`Type a name within “${{ domain: domain.name }}”: the domain is added automatically.`
        : say`Type only “${{ name: rest }}”: “${{ domain: domain.name }}” is added automatically.`;
    return [{ path, reason }];
  }
  const owner = ownerName(name, domain.name);
  if (owner.length > 253) {
    return [{ path, reason: say`The name is too long together with the domain: at most 253 characters.` }];
  }
  const holding = find(owner);
  if (holding === null || asciiName(holding.name) === zone) return [];
  return [
    {
      path,
      reason: say`This name belongs to “${{ domain: holding.name }}”, which is a domain of its own. Add the row there.`,
    },
  ];
}

/** Hosts that are there twice, and aliases whose name has something else (RFC 1034, 3.6.2). */
function clashes(domain: DomainRow): readonly Problem[] {
  const owner = (name: string): string => ownerName(name, domain.name);
  const hosts = new Set(domain.hosts.map(({ name }) => owner(name)));
  const texts = new Set(domain.texts.map(({ name }) => owner(name)));
  const aliases = new Set<string>();
  const before = new Set<string>();
  return domain.hosts.flatMap((host, index): readonly Problem[] => {
    const found: Problem[] = [];
    if (before.has(owner(host.name))) {
      const reason = say`The host “${{ host: host.name }}” exists already: add the addresses there.`;
      found.push({ path: ['hosts', index, 'name'], reason });
    }
    before.add(owner(host.name));
    for (const alias of host.aliases) {
      const name = owner(alias);
      const reason = aliasProblem(alias, {
        isAlias: aliases.has(name),
        isHost: hosts.has(name),
        isNameServer: name === owner(NAME_SERVER),
        hasText: texts.has(name),
      });
      aliases.add(name);
      if (reason !== null) found.push({ path: ['hosts', index, 'aliases'], reason });
    }
    return found;
  });
}

function aliasProblem(
  alias: string,
  is: Readonly<Record<'isAlias' | 'isHost' | 'isNameServer' | 'hasText', boolean>>,
): Sentence | null {
  if (is.isAlias) return say`The alias “${{ alias }}” exists already: a name leads to one host only.`;
  if (is.isHost) return say`“${{ alias }}” is a host of its own, so it cannot be an alias.`;
  if (is.isNameServer) {
    return say`“${{ alias }}” is the name server of this domain, so it cannot be an alias. Add it as a host.`;
  }
  if (is.hasText) return say`“${{ alias }}” has a text, so it cannot be an alias. Add it as a host.`;
  return null;
}
