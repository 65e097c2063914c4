import { randomUUID } from 'node:crypto';
import type { Request, Response, Router } from 'express';
import type { Field } from '../../../core/fields/field.js';
import { withOwnIds, withRow } from '../../../core/fields/row-edits.js';
import { emptyRow } from '../../../core/fields/read-rows.js';
import { rowsOf } from '../../../core/fields/rows.js';
import type { FieldErrors, Row, Settings } from '../../../core/settings.js';
import { focusFirstError } from '../../../core/forms/focus.js';
import { settingFields } from '../../../core/forms/setting-fields.js';
import { rowFrom } from '../../form-values.js';
import { route } from '../../route.js';
import { applyWish } from './apply.js';
import type { RowsPlace } from './place.js';
import { errorsShown } from './shown.js';
import { say } from '../../../core/words/sentence.js';

/** Characters of a value that an address may fill in. */
const LONGEST = 1_000;

/** The page on which a row is added. It asks for what is no table; the rest is asked for on the row's own page. */
export function rowAddRoutes(router: Router, place: RowsPlace): void {
  const { table, path } = place;
  const plain = table.fields.filter((field) => field.table === undefined);
  route(router, `${path}/add`, {
    get: async (request, response) => {
      const start = emptyRow(table.fields, randomUUID);
      const values =
        request.late === undefined
          ? { ...start, ...filledIn(request, plain) }
          : { ...start, ...rowFrom(request.form ?? new Map(), table.fields) };
      const errors: FieldErrors = request.late === undefined ? {} : { '': request.late };
      await show(place, request, response, { values, errors, status: 200 });
    },
    post: (request, response) => add(place, request, response),
  });
}

/** What the page's address fills in: `?name=school.lan`. */
function filledIn({ query }: Request, fields: readonly Field[]): Settings {
  const texts = new Map(
    Object.entries(query).flatMap(([name, text]): [string, string][] =>
      typeof text === 'string' && text.length <= LONGEST ? [[name, text]] : [],
    ),
  );
  const named = fields.filter(({ name }) => texts.has(name));
  return Object.fromEntries(
    named.flatMap((field) => {
      const value = field.readForm(texts, field.name, randomUUID);
      return value === undefined ? [] : [[field.name, value]];
    }),
  );
}

async function add(place: RowsPlace, request: Request, response: Response): Promise<void> {
  const { draft, module, field, table, path, page } = place;
  const { settings: before, version } = await draft.view(module.id);
  const sent = rowFrom(request.form ?? new Map(), table.fields);
  const row: Row = newRow(table.fields, sent);
  const values = withRow(before, field.name, row);
  const wish = { values, version, cancel: page.path, next: `${path}/${row.id}`, note: '' } as const;
  const refused = await applyWish(place, request, response, wish);
  if (refused === null) return;
  const errors =
    refused.kind === 'invalid'
      ? errorsShown(refused.errors, `${field.name}.${rowsOf(before[field.name]).length}`, table.fields)
      : { '': say`Another administrator changed the settings just now. Press “Add” again.` };
  const status = refused.kind === 'invalid' ? 422 : 409;
  await show(place, request, response, { values: row, errors, status });
}

/** The tables that the form does not have are empty, and every row in the others is new. */
function newRow(fields: readonly Field[], sent: Settings): Row {
  const tables = fields.filter(({ table }) => table !== undefined);
  const empty = Object.fromEntries(tables.map(({ name }): [string, readonly Row[]] => [name, []]));
  return { ...withOwnIds(fields, { ...empty, ...sent }, {}, randomUUID), id: randomUUID() };
}

async function show(
  { pages, field, table, path, page }: RowsPlace,
  request: Request,
  response: Response,
  { values, errors, status }: { values: Settings; errors: FieldErrors; status: number },
): Promise<void> {
  // Tables are shown only where something stands in them: a row that was deleted is added again with all that it had.
  const fields = table.fields.filter((one) => one.table === undefined || rowsOf(values[one.name]).length > 0);
  await pages.show(request, response, {
    template: 'row-add',
    title: table.words.add,
    status,
    locals: {
      action: `${path}/add`,
      back: { path: page.path, label: say`${{ page: page.label }}: ${{ table: field.label }}` },
      message: errors[''] ?? '',
      fields: focusFirstError(settingFields(fields, { values, errors, known: {} })),
    },
  });
}
