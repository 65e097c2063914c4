import { compared } from '../../../../core/compared.js';
import { readQuery, type TableQuery, type TableShape } from '../../../../core/table/index.js';
import { say, sayOf, type Sentence } from '../../../../core/words/sentence.js';
import type { Direction, ServerLink } from '../../servers/server-log.js';
import { SERVERS } from './paths.js';

const shape: TableShape = {
  path: SERVERS,
  size: 50,
  sorts: ['domain', 'direction', '-since', 'address'],
  filters: [
    { kind: 'text', name: 'search', label: say`Domain or address` },
    {
      kind: 'choice',
      name: 'direction',
      label: say`Direction`,
      choices: [
        { value: '', label: sayOf('connections')`Both` },
        { value: 'out', label: say`To the other server` },
        { value: 'in', label: say`From the other server` },
      ],
    },
  ],
};

/** The table of the servers that are connected. */
export const serversShape = shape;

/** What the address asks of the table. */
export function serversQuery(value: (name: string) => string): TableQuery {
  return readQuery(shape, value);
}

/** Which way messages go on a connection. */
export function directionWords(direction: Direction): Sentence {
  return direction === 'out' ? say`To the other server` : say`From the other server`;
}

/** Those that are asked for, in the order that is asked for. */
export function wantedLinks(links: readonly ServerLink[], query: TableQuery): readonly ServerLink[] {
  const search = (query.filters['search'] ?? '').toLowerCase();
  const direction = query.filters['direction'] ?? '';
  const by = sortKeys.find((key) => key === query.sort) ?? 'domain';
  const sign = query.isDescending ? -1 : 1;
  return links
    .filter(
      (one) =>
        (direction === '' || one.direction === direction) &&
        [one.domain, one.address].some((text) => text.toLowerCase().includes(search)),
    )
    .sort((one, other) => sign * inColumn(one[by], other[by]) || compared(keyOf(one), keyOf(other)));
}

const sortKeys = ['domain', 'direction', 'since', 'address'] as const;

/** Two values of one column. */
function inColumn(one: string | number, other: string | number): number {
  return compared(one, other);
}

function keyOf({ domain, direction, port }: ServerLink): string {
  return `${domain} ${direction} ${port}`;
}
