import { z } from 'zod';
import { sentenceSchema } from '../words/sentence-schema.js';
import { say } from '../words/sentence.js';
import { told } from '../words/told.js';

/** One thing that can be asked for in the shell: what is sent and what comes back. Server and client read this same. */
export interface Verb<Ask, Answer> {
  /** E.g. `settings/set`: the path below `/`. */
  readonly path: string;
  readonly asks: z.ZodType<Ask>;
  readonly answers: z.ZodType<Answer>;
}

/** Declares a {@link Verb}. */
export function verb<Ask, Answer>(
  path: string,
  asks: z.ZodType<Ask>,
  answers: z.ZodType<Answer>,
): Verb<Ask, Answer> {
  return { path, asks, answers };
}

/** What asks for nothing in particular. */
export const nothing = z.strictObject({});

/** The answer of every verb that changes something. */
export const changeSchema = z.object({
  changed: z.boolean(),
  /** What was done. */
  sentence: sentenceSchema,
});

/** What is sent with every request. */
export const envelopeSchema = z.strictObject({
  /** Who sits at the terminal: for root the user who became root. */
  user: z.string().regex(/^[\w.@+\\-]{1,64}$/, told(say`This is not the name of a user.`)),
  ask: z.unknown(),
});

/** Why something was refused. */
export const refusalSchema = z.object({
  /** A code of src/errors.ts, or one of `needs-yes`, `invalid` and `conflict`. */
  code: z.string(),
  /** One line each. */
  sentences: z.array(sentenceSchema).min(1).readonly(),
  /** What is wrong with single fields: name → sentence. */
  fields: z.record(z.string(), sentenceSchema),
});

export type RefusalBody = z.infer<typeof refusalSchema>;
