import { z } from 'zod';
import { settingsSchema } from '../../core/setting-value.js';
import { changeSchema, verb } from '../../core/shell/verb.js';

/** A module, and what in its settings: `domains`, `domains/school.lan`, `domains/school.lan/hosts/printer`. */
const place = { module: z.string(), path: z.string().min(1).max(1_000) };

/** Field → text; a tick box is `yes` or `no`. */
const texts = z.record(z.string(), z.string());

const addedSchema = changeSchema.extend({
  /** The ids of the new rows. */
  ids: z.array(z.string()),
});

/** The rows of a table, or one row. */
export const listRowsVerb = verb(
  'rows/list',
  z.strictObject(place),
  z.object({
    /** True when the path names one row. */
    isRow: z.boolean(),
    /** The fields of a row, by name. */
    columns: z.array(z.string()),
    /** Each with its id. In the draft. */
    rows: z.array(settingsSchema),
  }),
);

export const addRowVerb = verb(
  'rows/add',
  z.strictObject({ ...place, values: texts, yes: z.boolean() }),
  addedSchema,
);

/** Changes cells of a row. What is left out stays as it is. */
export const setRowVerb = verb(
  'rows/set',
  z.strictObject({ ...place, values: texts, yes: z.boolean() }),
  changeSchema,
);

/** Deletes a row with all that is in it. One that is not there is none the less gone. */
export const deleteRowVerb = verb(
  'rows/delete',
  z.strictObject({ ...place, yes: z.boolean() }),
  changeSchema,
);

/** Adds rows from text, a line each, as the pages take what is pasted. */
export const importRowsVerb = verb(
  'rows/import',
  z.strictObject({ ...place, lines: z.string(), yes: z.boolean() }),
  addedSchema,
);
