import { Router, type Request } from 'express';
import type { LogLevel } from '../../core/log-line.js';
import {
  pageOf,
  pathTo,
  readQuery,
  tableView,
  type TableQuery,
  type TableShape,
} from '../../core/table/index.js';
import { say, sayOf, type Sentence } from '../../core/words/sentence.js';
import type { AllLogsFilter, LogPlaces } from '../../services/daemons/all-logs.js';
import type { LogEntry } from '../../services/daemons/log-entry.js';
import { BACKGROUND } from '../background.js';
import type { Deps } from '../deps.js';
import { streamLog } from '../log-stream.js';
import type { Pages } from '../pages.js';
import { route } from '../route.js';
import { queryOf, readerOf } from '../visit.js';

const PATH = '/logs';
const EVENTS = '/logs/events';
/** Lines on one page, and pages that are looked for behind the one that is shown. */
const SIZE = 100;
const PAGES_AHEAD = 2;

/** A choice of how bad a line must be. */
interface Level {
  readonly value: LogLevel;
  readonly label: Sentence;
}

const levels: readonly [Level, ...Level[]] = [
  { value: 'usual', label: say`Everything` },
  { value: 'warning', label: say`Warnings and errors` },
  { value: 'error', label: say`Errors` },
];

/** The latest lines of all daemons in time, filtered, and new lines while a browser follows them. */
export function logRoutes({ logs }: Pick<Deps, 'logs'>, pages: Pages): Router {
  const router = Router({ strict: true, caseSensitive: true });
  const shape = shapeOf(logs.daemons());

  route(router, PATH, {
    get: async (request, response) => {
      const query = readQuery(shape, (name) => queryOf(request, name));
      const follows = query.filters['follow'] === 'on';
      const { entries, places } = await logs.together(
        filterOf(request, query),
        (query.page + PAGES_AHEAD) * SIZE + 1,
      );
      const found = pageOf(entries, query.page, SIZE);
      const here = pathTo(shape, query);
      await pages.show(request, response, {
        template: 'logs',
        title: say`Logs`,
        script: follows ? 'logs.js' : '',
        refresh: follows ? `${here}&${BACKGROUND}=` : '',
        locals: {
          table: tableView(shape, query, found),
          follows,
          events: follows ? `${pathTo({ ...shape, path: EVENTS }, query)}&places=${placesText(places)}` : '',
          entries: found.rows.map(entryView),
        },
      });
    },
  });

  route(router, EVENTS, {
    get: async (request, response) => {
      const query = readQuery(shape, (name) => queryOf(request, name));
      const filter = filterOf(request, query);
      const places = placesFrom(queryOf(request, 'places'));
      // An unknown daemon gets its error page, not a stream that ends.
      await logs.togetherSince(filter, places);
      const reader = readerOf(request);
      const rows = (entries: readonly LogEntry[]): Promise<string> =>
        pages.fragment('partials/log-rows', { entries: entries.map(entryView) }, reader);
      const mayWatch = async (): Promise<boolean> => (await request.visit?.stillSignedIn()) ?? false;
      streamLog(response, { logs, filter, places, rows, mayWatch });
    },
  });

  return router;
}

function shapeOf(daemons: ReturnType<Deps['logs']['daemons']>): TableShape {
  return {
    path: PATH,
    size: SIZE,
    sorts: ['-when'],
    filters: [
      { kind: 'text', name: 'search', label: say`Only lines with` },
      {
        kind: 'choice',
        name: 'daemon',
        label: say`Daemon`,
        choices: [
          { value: '', label: sayOf('daemons')`All` },
          ...daemons.map(({ name, title }) => ({ value: name, label: title })),
        ],
      },
      { kind: 'choice', name: 'level', label: say`Lines`, choices: levels },
      { kind: 'tick', name: 'own', label: say`Also the panel’s own looks` },
      { kind: 'tick', name: 'follow', label: say`Show new lines as they come` },
    ],
  };
}

/** @param query a daemon that there is not is told, where other filters that say nothing known are passed over */
function filterOf(request: Request, { filters }: TableQuery): AllLogsFilter {
  return {
    search: filters['search'] ?? '',
    level: levels.find(({ value }) => value === filters['level'])?.value ?? 'usual',
    daemon: queryOf(request, 'daemon'),
    withOwnLooks: filters['own'] === 'on',
  };
}

/** An entry as the template shows it. */
function entryView({ daemon, title, iso, text, level, sentence }: LogEntry) {
  return {
    daemon,
    title,
    iso,
    text,
    sentence,
    tone: level === 'usual' ? '' : level === 'error' ? 'bad' : 'warning',
  };
}

function placesText(places: LogPlaces): string {
  return encodeURIComponent(
    Object.entries(places)
      .map(([daemon, time]) => `${daemon}~${time}`)
      .join(','),
  );
}

function placesFrom(text: string): LogPlaces {
  return Object.fromEntries(
    text.split(',').map((one): [string, string] => {
      const [daemon = '', time = ''] = one.split('~');
      return [daemon, time];
    }),
  );
}
