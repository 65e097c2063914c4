import { Router, type Request } from 'express';
import { auditKinds } from '../../core/audit-kind.js';
import { wordsOf } from '../../core/audit-record.js';
import type { AuditRecord } from '../../core/ports.js';
import { pathTo, readQuery, tableView, type TableShape } from '../../core/table/index.js';
import { say, sayOf, type Sentence, verbatim } from '../../core/words/sentence.js';
import type { AuditAct } from '../../services/records/audit-acts.js';
import { exportFormats } from '../audit-export.js';
import type { Deps } from '../deps.js';
import type { Pages } from '../pages.js';
import { route } from '../route.js';
import { queryOf, readerOf } from '../visit.js';

const shape: TableShape = {
  path: '/audit-log',
  size: 50,
  sorts: ['-when'],
  filters: [
    { kind: 'text', name: 'search', label: say`Only records with` },
    { kind: 'day', name: 'since', label: sayOf('the first day that is shown')`From` },
    { kind: 'day', name: 'until', label: sayOf('the last day that is shown')`To` },
    { kind: 'text', name: 'who', label: sayOf('the person of a record')`Person` },
    {
      kind: 'choice',
      name: 'kind',
      label: sayOf('what records are about')`About`,
      choices: [
        { value: '', label: sayOf('what records are about')`Everything` },
        ...auditKinds.map(({ kind, label }) => ({ value: kind, label })),
      ],
    },
  ],
};

const queryIn = (request: Request) => readQuery(shape, (name) => queryOf(request, name));

/** Who did what, the latest first: an act a line, with its details folded. */
export function auditLogRoutes({ audit }: Pick<Deps, 'audit'>, pages: Pages): Router {
  const router = Router({ strict: true, caseSensitive: true });
  route(router, shape.path, {
    get: async (request, response) => {
      const query = queryIn(request);
      const wanted = { page: query.page, size: shape.size };
      const found = await audit.page(query.filters, readerOf(request), wanted);
      await pages.show(request, response, {
        template: 'audit-log',
        title: say`Audit Log`,
        locals: {
          table: tableView(shape, query, found),
          isCut: found.isCut,
          exports: exportFormats.map(({ path, label }) => ({
            label,
            path: pathTo({ ...shape, path }, { ...query, page: 1 }),
          })),
          acts: found.rows.map(actView),
        },
      });
    },
  });
  for (const { path, name, type, text } of exportFormats) {
    route(router, path, {
      get: async (request, response) => {
        const records = await audit.matching(queryIn(request).filters, readerOf(request));
        response.attachment(name).type(type).send(text(records));
      },
    });
  }

  return router;
}

/** An act as the page shows it: the newest record says who it was, the details stand in the order in which they were done. */
function actView({ title, records: [newest, ...others] }: AuditAct) {
  const details = (newest === undefined ? [] : [newest, ...others]).map(wordsOf).reverse();
  const [first] = details;
  const notable = details.find(({ outcome }) => JSON.stringify(outcome) !== DONE) ?? first;
  return {
    iso: newest?.when ?? '',
    where: newest === undefined ? '' : placeOf(newest),
    who: first?.who ?? '',
    what: title ?? first?.what ?? '',
    outcome: notable?.outcome ?? '',
    details: details.filter(({ before, after }) => title !== null || before !== '' || after !== ''),
    isOne: title === null,
  };
}

const DONE = JSON.stringify(sayOf('an outcome')`done`);

/** From where something was asked, or ''. */
function placeOf({ from, session }: AuditRecord): Sentence | '' {
  if (session === '') return from === '' ? '' : verbatim(from);
  return from === ''
    ? say`session ${{ number: session }}`
    : say`${{ address: from }}, session ${{ number: session }}`;
}
