import type { Request, Response } from 'express';
import { capitalised, type RowsPlace } from './place.js';
import { sentFields } from '../../form-values.js';

/** The page of a row that is not there (any more). What was typed for it can be added as a new one. */
export async function showGone(
  { pages, page, table, path }: RowsPlace,
  request: Request,
  response: Response,
): Promise<void> {
  await pages.show(request, response, {
    template: 'row-gone',
    title: `There is no such ${table.noun}`,
    status: 404,
    locals: {
      noun: table.noun,
      back: { path: page.path, label: page.label },
      add: { path: `${path}/add`, label: `Add the ${capitalised(table.noun)} again` },
      hidden: request.late === undefined && request.method === 'GET' ? [] : sentFields(request.form),
    },
  });
}
