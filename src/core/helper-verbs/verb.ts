import { z } from 'zod';

/** One thing that the panel may ask of its helper. */
export interface Verb<Request, Answer> {
  /** After so many seconds without an answer the helper counts as gone. */
  readonly seconds: number;
  /** Strict: no field more and none less. */
  readonly request: z.ZodType<Request>;
  readonly answer: z.ZodType<Answer>;
}

/** Usual limit of a verb, in seconds. */
export const QUICK = 15;
/** Limit of a verb that stops, starts or makes something, in seconds. */
export const SLOW = 120;

/** The answer of a verb that tells nothing but its end. */
export const nothing = z.null();

/** Makes a verb of its limit in seconds and its two schemas. */
export function verb<Request, Answer>(
  seconds: number,
  request: z.ZodType<Request>,
  answer: z.ZodType<Answer>,
): Verb<Request, Answer> {
  return { seconds, request, answer };
}
