import type { Request, Response } from 'express';
import { say } from '../../../core/words/sentence.js';
import { sentFields } from '../../form-values.js';
import type { RowsPlace } from './place.js';

/** The page of a row that is not there (any more). What was typed for it can be added as a new one. */
export async function showGone(
  { pages, page, path }: RowsPlace,
  request: Request,
  response: Response,
): Promise<void> {
  await pages.show(request, response, {
    template: 'row-gone',
    title: say`This entry does not exist`,
    status: 404,
    locals: {
      back: { path: page.path, label: page.label },
      add: { path: `${path}/add`, label: say`Add it again` },
      hidden: request.late === undefined && request.method === 'GET' ? [] : sentFields(request.form),
    },
  });
}
