import { z } from 'zod';
import { settingsSchema } from '../../../core/setting-value.js';
import { sentenceSchema } from '../../../core/words/sentence-schema.js';

/** What is to be done with one person, as it is kept on disk while an import runs. */
export const importItemSchema = z.object({
  /** Null for one who is not in the file. */
  line: z.int().nullable(),
  userName: z.string(),
  kind: z.enum(['add', 'change', 'disable']),
  /** Of a new user everything, else only what the file says. */
  own: z.record(z.string(), z.string()),
  accounts: z.record(z.string(), settingsSchema),
  /** `''`: it stays as it is. */
  password: z.string(),
  isGenerated: z.boolean(),
  kept: z.enum(['hand-over', 'delete']).nullable(),
  /** Why the administrator's password was given for this person; null where it was not asked for. */
  stepUp: sentenceSchema.nullable().default(null),
});

export type ImportItem = z.infer<typeof importItemSchema>;
