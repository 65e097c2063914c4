import { Router } from 'express';
import { say, type Sentence, verbatim } from '../../core/words/sentence.js';
import { exportFormats } from '../audit-export.js';
import { wordsOf } from '../../core/audit-record.js';
import type { AuditRecord } from '../../core/ports.js';
import type { Deps } from '../deps.js';
import type { Pages } from '../pages.js';
import { route } from '../route.js';
import { queryOf, readerOf } from '../visit.js';

const PATH = '/audit-log';
/** How many records the page shows. */
const SHOWN = 200;

/** Who did what, the latest first. */
export function auditLogRoutes({ audit }: Pick<Deps, 'audit'>, pages: Pages): Router {
  const router = Router({ strict: true, caseSensitive: true });
  route(router, PATH, {
    get: async (request, response) => {
      const search = queryOf(request, 'search').slice(0, 200);
      // One more than is shown, to know whether there are more.
      const found =
        search === '' ? await audit.latest(SHOWN + 1) : await audit.matching(search, readerOf(request));
      const records = found.slice(0, SHOWN);
      await pages.show(request, response, {
        template: 'audit-log',
        title: say`Audit Log`,
        locals: {
          action: PATH,
          search,
          isCut: found.length > records.length,
          exports: exportFormats.map(({ path, label }) => ({
            label,
            path: search === '' ? path : `${path}?${new URLSearchParams({ search }).toString()}`,
          })),
          records: records.map((record) => ({
            iso: record.when,
            where: placeOf(record),
            ...wordsOf(record),
          })),
        },
      });
    },
  });
  for (const { path, name, type, text } of exportFormats) {
    route(router, path, {
      get: async (request, response) => {
        const records = await audit.matching(queryOf(request, 'search').slice(0, 200), readerOf(request));
        response.attachment(name).type(type).send(text(records));
      },
    });
  }

  return router;
}

/** From where something was asked, or ''. */
function placeOf({ from, session }: AuditRecord): Sentence | '' {
  if (session === '') return from === '' ? '' : verbatim(from);
  return from === ''
    ? say`session ${{ number: session }}`
    : say`${{ address: from }}, session ${{ number: session }}`;
}
