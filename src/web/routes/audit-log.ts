import { Router } from 'express';
import type { Deps } from '../deps.js';
import { momentOf } from '../moment.js';
import type { Pages } from '../pages.js';
import { route } from '../route.js';

/** How many records the page shows. */
const SHOWN = 200;

/** Who did what, the latest first. */
export function auditLogRoutes({ audit }: Pick<Deps, 'audit'>, pages: Pages): Router {
  const router = Router({ strict: true, caseSensitive: true });
  route(router, '/audit-log', {
    get: async (request, response) => {
      const records = await audit.latest(SHOWN);
      await pages.show(request, response, {
        template: 'audit-log',
        title: 'Audit Log',
        locals: {
          isCut: records.length === SHOWN,
          records: records.map(({ when, who, from, session, what, before, after, outcome }) => ({
            iso: when,
            when: momentOf(when),
            who,
            where: [from, session === '' ? '' : `session ${session}`]
              .filter((part) => part !== '')
              .join(', '),
            what,
            before,
            after,
            outcome,
          })),
        },
      });
    },
  });
  return router;
}
