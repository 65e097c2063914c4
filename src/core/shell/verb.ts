import { z } from 'zod';

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

/** What comes back of whatever changes something. */
export const changeSchema = z.object({
  changed: z.boolean(),
  /** What was done, in sentences. */
  sentence: z.string(),
});

/** What is sent with every request. */
export const envelopeSchema = z.strictObject({
  /** Whoever sits at the terminal: for root the user who became root. */
  user: z.string().regex(/^[\w.@+\\-]{1,64}$/, 'The name of the user is none.'),
  ask: z.unknown(),
});

/** Why something was refused. */
export const refusalSchema = z.object({
  /** A code of src/errors.ts, or one of `needs-yes`, `invalid` and `conflict`. */
  code: z.string(),
  sentence: z.string(),
  /** What is wrong with single fields: name → sentence. */
  fields: z.record(z.string(), z.string()),
});

export type RefusalBody = z.infer<typeof refusalSchema>;
