import { z } from 'zod';
import { settingValueSchema } from '../../core/setting-value.js';
import { changeSchema, verb } from '../../core/shell/verb.js';
import { sentenceSchema } from '../../core/words/sentence-schema.js';

/** The settings of one module, or of all that have any. */
export const getSettingsVerb = verb(
  'settings/get',
  z.strictObject({ module: z.string().nullable() }),
  z.object({
    modules: z.array(
      z.object({
        id: z.string(),
        title: sentenceSchema,
        enabled: z.boolean(),
        settings: z.array(
          z.object({
            name: z.string(),
            label: sentenceSchema,
            /** In the draft. */
            value: settingValueSchema,
            /** What is active. */
            saved: settingValueSchema,
            /** What can be chosen; empty for any text. */
            choices: z.array(z.string()),
          }),
        ),
        warnings: z.array(
          z.object({
            setting: z.string(),
            sentence: sentenceSchema,
            lines: z.array(z.string()),
            others: z.object({ summary: sentenceSchema, lines: z.array(z.string()) }).nullable(),
          }),
        ),
      }),
    ),
  }),
);

/** Puts settings of a module into the draft. */
export const setSettingsVerb = verb(
  'settings/set',
  z.strictObject({
    module: z.string(),
    /** Setting → text; a tick box is `yes` or `no`. What is left out stays as it is. */
    values: z.record(z.string(), z.string()),
    yes: z.boolean(),
  }),
  changeSchema,
);
