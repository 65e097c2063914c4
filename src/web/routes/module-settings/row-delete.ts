import type { Request, Response, Router } from 'express';
import { equal } from '../../../core/fields/equal.js';
import { rowsOf } from '../../../core/fields/rows.js';
import { cellsOf, rowOf, withoutRow } from '../../../core/fields/row-edits.js';
import type { Row } from '../../../core/settings.js';
import { allOf, quantity, say } from '../../../core/words/sentence.js';
import { BASE_FIELD, baseSettings } from '../../base.js';
import { route } from '../../route.js';
import { partOf } from '../../visit.js';
import { applyWish } from './apply.js';
import { showGone } from './gone.js';
import type { RowsPlace } from './place.js';
import { type Sentence } from '../../../core/words/sentence.js';

/** The page that says what is lost before a row is deleted from the draft. */
export function rowDeleteRoutes(router: Router, place: RowsPlace): void {
  const { draft, module, field, page, path } = place;
  const find = async (request: Request) => {
    const { settings, version } = await draft.view(module.id);
    return { settings, version, row: rowOf(settings, field.name, partOf(request, 'row')) };
  };
  route(router, `${path}/:row/delete`, {
    get: async (request, response) => {
      const { row } = await find(request);
      await (row === null
        ? showGone(place, request, response)
        : show(place, request, response, row, { status: 200 }));
    },
    post: async (request, response) => {
      const { row, settings, version } = await find(request);
      if (row === null) return showGone(place, request, response);
      const base = baseSettings(request);
      if (base === null || !equal(base, cellsOf(row)))
        return show(place, request, response, row, { status: 409 });
      const refused = await applyWish(place, request, response, {
        ...{ values: withoutRow(settings, field.name, row.id), version, note: '' as const },
        ...{ cancel: `${path}/${row.id}`, next: page.path },
      });
      if (refused?.kind === 'conflict') return show(place, request, response, row, { status: 409 });
      if (refused?.kind === 'invalid')
        return show(place, request, response, row, { status: 422, reasons: Object.values(refused.errors) });
    },
  });
}

async function show(
  { pages, table, path }: RowsPlace,
  request: Request,
  response: Response,
  row: Row,
  { status, reasons = [] }: { status: number; reasons?: readonly Sentence[] },
): Promise<void> {
  const name = table.titleOf(row);
  const parts = table.fields
    .filter((field) => field.table !== undefined)
    .filter((field) => rowsOf(row[field.name]).length > 0)
    .map((field) => say`${{ table: field.label }} (${{ count: quantity(rowsOf(row[field.name]).length) }})`);
  await pages.show(request, response, {
    template: 'question',
    title: say`Delete ${{ name }}?`,
    status,
    locals: {
      sentences: [
        ...reasons,
        ...(status === 409
          ? [say`Another administrator changed “${{ name }}” meanwhile. Check it again.`]
          : []),
        parts.length === 0
          ? say`This deletes “${{ name }}”.`
          : say`This deletes “${{ name }}” with all that it contains: ${{ parts: allOf(parts) }}.`,
        say`It is removed from the service when you press Save Changes.`,
      ],
      answers: [{ label: say`Delete ${{ name }}`, value: '' }],
      isLoss: true,
      action: `${path}/${row.id}/delete`,
      cancel: `${path}/${row.id}`,
      hidden: [[BASE_FIELD, JSON.stringify(cellsOf(row))]],
    },
  });
}
