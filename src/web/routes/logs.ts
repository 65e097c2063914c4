import { Router } from 'express';
import type { Deps } from '../deps.js';
import type { Pages } from '../pages.js';
import { route } from '../route.js';
import { queryOf } from '../visit.js';

const PATH = '/logs';

/** What a daemon said lately, filtered. */
export function logRoutes({ logs }: Pick<Deps, 'logs'>, pages: Pages): Router {
  const router = Router({ strict: true, caseSensitive: true });
  route(router, PATH, {
    get: async (request, response) => {
      const daemons = logs.daemons();
      const chosen = queryOf(request, 'daemon') || (daemons.at(0)?.name ?? '');
      const search = queryOf(request, 'search').slice(0, 200);
      const { lines, isCut } = await logs.view(chosen, search);
      await pages.show(request, response, {
        template: 'logs',
        title: 'Logs',
        locals: {
          action: PATH,
          search,
          daemons: daemons.map(({ name, title }) => ({ name, title, isChosen: name === chosen })),
          title: daemons.find(({ name }) => name === chosen)?.title ?? chosen,
          lines,
          isCut,
        },
      });
    },
  });
  return router;
}
