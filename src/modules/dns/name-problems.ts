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
    const instead = rest === '' ? 'Type a name within it' : `Type “${rest}” only`;
    return [{ path, reason: `${instead}: “${domain.name}” is added by itself.` }];
  }
  const owner = ownerName(name, domain.name);
  if (owner.length > 253) {
    return [{ path, reason: 'Together with the domain the name is too long: at most 253 characters.' }];
  }
  const holding = find(owner);
  if (holding === null || asciiName(holding.name) === zone) return [];
  return [
    {
      path,
      reason: `“${holding.name}” is a domain of its own here, which holds this name: add the row there.`,
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
      const reason = `The host “${host.name}” is there already: add the addresses there.`;
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
): string | null {
  if (is.isAlias) return `The alias “${alias}” is there already: a name leads to one host only.`;
  if (is.isHost) return `“${alias}” is a host of its own, so it cannot be an alias too.`;
  if (is.isNameServer) {
    return `“${alias}” is the name server of this domain, which cannot be an alias. Add it as a host instead.`;
  }
  if (is.hasText)
    return `“${alias}” has a text, and an alias can have nothing beside it. Add it as a host instead.`;
  return null;
}
