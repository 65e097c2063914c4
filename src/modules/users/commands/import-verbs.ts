import { z } from 'zod';
import { encodings } from '../../../core/people/import/encoding.js';
import { changeSchema, nothing, verb } from '../../../core/shell/verb.js';
import { sentenceSchema } from '../../../core/words/sentence-schema.js';

const counts = z.object({
  add: z.number(),
  change: z.number(),
  disable: z.number(),
  unchanged: z.number(),
  bad: z.number(),
});

/** Reads a file, says what is wrong in it, and begins to import it unless it is a trial. */
export const importUsersVerb = verb(
  'users/import',
  z.strictObject({
    /** The file's bytes in base64. */
    file: z.base64(),
    trial: z.boolean(),
    encoding: z.enum(encodings).nullable(),
    /** What each column is; null: as they are recognised. */
    columns: z.array(z.string().max(100)).nullable(),
    generates: z.boolean(),
    changesPasswords: z.boolean(),
    disablesMissing: z.boolean(),
    kept: z.enum(['hand-over', 'delete']).nullable(),
    yes: z.boolean(),
  }),
  z.object({
    started: z.boolean(),
    counts,
    /** What would be done, a line each. */
    summary: z.array(sentenceSchema),
    notes: z.array(sentenceSchema),
    problems: z.array(z.object({ line: z.number(), userName: z.string(), problem: sentenceSchema })),
  }),
);

/** The import that runs, or the last one; null when there was none. */
export const importStateVerb = verb(
  'users/import-state',
  nothing,
  z.object({
    state: z
      .object({
        outcome: z.enum(['running', 'stopped', 'ended']),
        done: z.number(),
        total: z.number(),
        /** Generated passwords that were not handed out yet. */
        passwords: z.number(),
        reason: z.union([sentenceSchema, z.literal('')]),
        failed: z.array(
          z.object({ line: z.number().nullable(), userName: z.string(), reason: sentenceSchema }),
        ),
      })
      .nullable(),
  }),
);

/** Stops, continues or ends the import, or deletes its generated passwords. */
export const importActVerb = verb(
  'users/import-act',
  z.strictObject({ what: z.enum(['stop', 'continue', 'end', 'forget']) }),
  changeSchema,
);

/** Hands out the generated passwords as a CSV file, once. */
export const importPasswordsVerb = verb('users/import-passwords', nothing, z.object({ csv: z.string() }));

/** The users as a CSV file. */
export const exportUsersVerb = verb(
  'users/export',
  z.strictObject({ search: z.string().max(200) }),
  z.object({ csv: z.string() }),
);
