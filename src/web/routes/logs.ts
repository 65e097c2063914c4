import { Router, type Request } from 'express';
import type { LogFilter, LogLevel } from '../../core/log-line.js';
import { say, type Sentence } from '../../core/words/sentence.js';
import { BACKGROUND } from '../background.js';
import type { Deps } from '../deps.js';
import { streamLog } from '../log-stream.js';
import type { Pages } from '../pages.js';
import { route } from '../route.js';
import { queryOf } from '../visit.js';

const PATH = '/logs';
const EVENTS = '/logs/events';

const levels: readonly { readonly value: LogLevel; readonly label: Sentence }[] = [
  { value: 'usual', label: say`Everything` },
  { value: 'warning', label: say`Warnings and errors` },
  { value: 'error', label: say`Errors` },
];

/** The latest lines of a daemon's log, filtered, and its new lines while a browser follows them. */
export function logRoutes({ logs }: Pick<Deps, 'logs'>, pages: Pages): Router {
  const router = Router({ strict: true, caseSensitive: true });

  route(router, PATH, {
    get: async (request, response) => {
      const daemons = logs.daemons();
      const chosen = queryOf(request, 'daemon') || (daemons.at(0)?.name ?? '');
      const filter = filterOf(request);
      const follows = queryOf(request, 'follow') === 'yes';
      const { lines, isCut, last } = await logs.view(chosen, filter);
      const query = { daemon: chosen, search: filter.search, level: filter.level };
      await pages.show(request, response, {
        template: 'logs',
        title: say`Logs`,
        script: follows ? 'logs.js' : '',
        refresh: follows ? `${PATH}?${queryText({ ...query, follow: 'yes', [BACKGROUND]: '' })}` : '',
        locals: {
          action: PATH,
          search: filter.search,
          follows,
          events: follows ? `${EVENTS}?${queryText({ ...query, last })}` : '',
          levels: levels.map((level) => ({ ...level, isChosen: level.value === filter.level })),
          daemons: daemons.map(({ name, title }) => ({ name, title, isChosen: name === chosen })),
          title: daemons.find(({ name }) => name === chosen)?.title ?? chosen,
          isFiltered: filter.search !== '' || filter.level !== 'usual',
          lines,
          isCut,
        },
      });
    },
  });

  route(router, EVENTS, {
    get: async (request, response) => {
      const daemon = queryOf(request, 'daemon');
      const filter = filterOf(request);
      const last = queryOf(request, 'last');
      // An unknown daemon gets its error page, not a stream that ends.
      await logs.since(daemon, filter, last);
      const mayWatch = async (): Promise<boolean> => (await request.visit?.stillSignedIn()) ?? false;
      streamLog(response, { logs, daemon, filter, last, mayWatch });
    },
  });

  return router;
}

function filterOf(request: Request): LogFilter {
  const level = queryOf(request, 'level');
  return {
    search: queryOf(request, 'search').slice(0, 200),
    level: levels.find(({ value }) => value === level)?.value ?? 'usual',
  };
}

function queryText(values: Readonly<Record<string, string>>): string {
  return new URLSearchParams(values).toString();
}
