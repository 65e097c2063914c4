import type { Request } from 'express';
import type { Locals } from '../../../core/page.js';
import { pageOf, readQuery, tableView, type TableShape } from '../../../core/table/index.js';
import type { Session } from '../../../services/sign-in/sessions.js';
import { queryOf, sessionOf } from '../../visit.js';
import { END, EVERYWHERE, PATH, type Place } from './place.js';

const shape: TableShape = {
  path: PATH,
  prefix: 'sessions-',
  size: 25,
  sorts: ['-since', 'number', 'from'],
  filters: [],
};

/** What the list can be sorted by; of equal ones the newer session comes first. */
const orders: Readonly<Record<string, (one: Session, other: Session) => number>> = {
  since: (one, other) => one.since.getTime() - other.since.getTime() || one.number - other.number,
  number: (one, other) => one.number - other.number,
  from: (one, other) => (one.from < other.from ? -1 : one.from > other.from ? 1 : other.number - one.number),
};

/** Where the administrator is signed in, as the page shows it. */
export function sessionLocals({ sessions }: Pick<Place, 'sessions'>, request: Request): Locals {
  const own = sessionOf(request);
  const query = readQuery(shape, (name) => queryOf(request, name));
  const sorted = [...sessions.of(own.who)].sort(orders[query.sort]);
  const found = pageOf(query.isDescending ? sorted.reverse() : sorted, query.page, shape.size);
  return {
    end: END,
    everywhere: EVERYWHERE,
    table: tableView(shape, query, found),
    sessions: found.rows.map(({ number, since, from }) => ({
      number,
      iso: since.toISOString(),
      from,
      isThis: number === own.number,
    })),
  };
}
