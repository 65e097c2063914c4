import { z } from 'zod';
import { say } from './words/sentence.js';
import { told } from './words/told.js';

/** One setting's value, as it stands in the draft and in the saved state. */
export type SettingValue = string | boolean | number | readonly string[] | readonly Row[];

/** Named values: a module's settings, or the cells of a row. */
export interface Settings {
  readonly [name: string]: SettingValue;
}

/** One row of a setting that is a table. */
export interface Row extends Settings {
  /** Names the row for as long as it is there, whatever stands in it and wherever it stands. */
  readonly id: string;
}

const single = [z.string(), z.boolean(), z.number(), z.array(z.string()).readonly()] as const;

/** The form of a row's id. */
export const rowId = z
  .string()
  .regex(/^[a-z0-9-]{1,40}$/, told(say`The id of this row is not valid. Reload the page.`));

const innerRow: z.ZodType<Row> = z.object({ id: rowId }).catchall(z.union(single));
const row: z.ZodType<Row> = z
  .object({ id: rowId })
  .catchall(z.union([...single, z.array(innerRow).readonly()]));

/**
 * A value as it comes from elsewhere: of the right form, whatever stands in it. A table's rows may have tables, and
 * theirs may not.
 */
export const settingValueSchema: z.ZodType<SettingValue> = z.union([...single, z.array(row).readonly()]);

/** Settings of the right form; see {@link settingValueSchema}. */
export const settingsSchema: z.ZodType<Settings> = z.record(z.string(), settingValueSchema);
