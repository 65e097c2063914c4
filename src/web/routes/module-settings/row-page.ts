import type { Request, Response, Router } from 'express';
import { cellsOf, rowOf, withRow } from '../../../core/fields/row-edits.js';
import { rowsOf } from '../../../core/fields/rows.js';
import type { FieldErrors, Row } from '../../../core/settings.js';
import { settingDifferences } from '../../../services/saving/setting-differences.js';
import { baseSettings } from '../../base.js';
import { joined, rowFrom } from '../../form-values.js';
import { route } from '../../route.js';
import { fieldOf, partOf } from '../../visit.js';
import { applyWish } from './apply.js';
import { showGone } from './gone.js';
import type { RowsPlace } from './place.js';
import { rowLocals, rowTitle } from './row-locals.js';
import { type Shown, baseOf, errorsShown, keptOfOthers, lateStart, quicker } from './shown.js';

/** The page of a row: what stands in it, and its tables. */
export function rowPageRoutes(router: Router, place: RowsPlace): void {
  route(router, `${place.path}/:row`, {
    get: (request, response) => showRow(place, request, response),
    post: (request, response) => takeRow(place, request, response),
  });
}

async function showRow(place: RowsPlace, request: Request, response: Response): Promise<void> {
  const { draft, module, field, table } = place;
  const { settings, version } = await draft.view(module.id);
  const row = rowOf(settings, field.name, partOf(request, 'row'));
  if (row === null) return showGone(place, request, response);
  if (request.late !== undefined) {
    const values = { ...row, ...rowFrom(request.form ?? new Map(), table.fields) };
    const form = { values, errors: { '': request.late }, known: row };
    return show(place, request, response, row, { form, ...lateStart(request) });
  }
  const form = { values: row, errors: {} };
  return show(place, request, response, row, {
    form,
    status: 200,
    version,
    base: JSON.stringify(cellsOf(row)),
  });
}

async function takeRow(place: RowsPlace, request: Request, response: Response): Promise<void> {
  const { draft, module, field, table, path } = place;
  const { settings, version: now } = await draft.view(module.id);
  const row = rowOf(settings, field.name, partOf(request, 'row'));
  if (row === null) return showGone(place, request, response);
  const form = rowFrom(request.form ?? new Map(), table.fields);
  const base = baseSettings(request);
  const version = base === null ? Number(fieldOf(request, '_version')) : now;
  const merged = joined(table.fields, base, form, cellsOf(row));
  const mine: Row = { ...merged.values, id: row.id };
  const again = (shown: Omit<Shown, 'form' | 'base'>, errors: FieldErrors = {}): Promise<void> =>
    showAgain(place, request, response, mine, shown, errors);
  if (merged.both.length > 0) {
    const all = settingDifferences(table.fields, mine, row);
    const conflicts = all.filter((one) => merged.both.includes(one.path));
    return again({ status: 409, version, conflicts });
  }
  const values = withRow(settings, field.name, mine);
  const here = `${path}/${row.id}`;
  const note = merged.theirs.length === 0 ? '' : keptOfOthers;
  const refused = await applyWish(place, request, response, {
    ...{ values, version, note },
    ...{ cancel: here, next: here },
  });
  if (refused?.kind === 'invalid') {
    const index = rowsOf(values[field.name]).findIndex(({ id }) => id === row.id);
    const errors = errorsShown(refused.errors, `${field.name}.${index}`, table.fields);
    return again({ status: 422, version }, errors);
  }
  if (refused?.kind === 'conflict') {
    const theirs = rowOf(refused.theirs, field.name, row.id);
    const conflicts = theirs === null ? [] : settingDifferences(table.fields, mine, theirs);
    return again({ status: 409, version: refused.version, conflicts }, quicker(conflicts));
  }
}

/** The form with what was typed, over the row as it is by now. */
async function showAgain(
  place: RowsPlace,
  request: Request,
  response: Response,
  mine: Row,
  shown: Omit<Shown, 'form' | 'base'>,
  errors: FieldErrors,
): Promise<void> {
  const { settings, version } = await place.draft.view(place.module.id);
  const row = rowOf(settings, place.field.name, mine.id);
  if (row === null) return showGone(place, request, response);
  const form = { values: mine, errors, known: row };
  const base = baseOf(cellsOf(row), shown.version, version);
  return show(place, request, response, row, { ...shown, form, base });
}

async function show(
  place: RowsPlace,
  request: Request,
  response: Response,
  row: Row,
  shown: Shown,
): Promise<void> {
  const { draft, module, field } = place;
  const notes = await draft.rowNotes(module.id, { field: field.name, id: row.id });
  await place.pages.show(request, response, {
    template: 'row',
    title: rowTitle(place, row),
    status: shown.status,
    locals: { ...rowLocals(place, row, shown), notes },
  });
}
