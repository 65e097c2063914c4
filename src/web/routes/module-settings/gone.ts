import type { Request, Response } from 'express';
import { say } from '../../../core/words/sentence.js';
import { sentFields } from '../../form-values.js';
import { sessionOf } from '../../visit.js';
import type { RowsPlace } from './place.js';

/**
 * For a row that is not there (any more). Whoever only looks for it is led to the list; what was typed for it can be added
 * as a new one.
 */
export async function showGone(
  { pages, page, path }: RowsPlace,
  request: Request,
  response: Response,
): Promise<void> {
  if (request.late === undefined && request.method === 'GET') {
    const sentence = say`This entry does not exist. Another administrator may have deleted it, or discarded the changes that added it.`;
    sessionOf(request).notify({ kind: 'warning', sentence });
    response.redirect(303, page.path);
    return;
  }
  await pages.show(request, response, {
    template: 'row-gone',
    title: say`This entry does not exist`,
    status: 404,
    locals: {
      back: { path: page.path, label: page.label },
      add: { path: `${path}/add`, label: say`Add it again` },
      hidden: sentFields(request.form),
    },
  });
}
