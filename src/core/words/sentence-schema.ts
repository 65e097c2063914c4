import { z } from 'zod';
import { verbatim, type Sentence, type Value, type Values } from './sentence.js';

const iso = z.string().refine((text) => !Number.isNaN(Date.parse(text)));

/** A sentence as it comes from a file or a socket. */
export const sentenceSchema: z.ZodType<Sentence> = z.lazy(() =>
  z.union([
    z.strictObject({
      message: z.string(),
      plural: z.strictObject({ several: z.string(), count: z.number() }).optional(),
      context: z.string().optional(),
      values: z.record(z.string(), valueSchema),
    }),
    z.strictObject({ verbatim: z.string() }),
    z.strictObject({ passage: z.array(sentenceSchema).readonly() }),
    z.strictObject({ quantity: z.number() }),
    z.strictObject({ moment: iso, as: z.enum(['time', 'day', 'second', 'distance']) }),
    z.strictObject({ list: z.array(valueSchema).readonly(), join: z.enum(['and', 'or']) }),
  ]),
);

/** What stands in a place of a sentence, as it comes from a socket. */
export const valueSchema: z.ZodType<Value> = z.union([z.string(), z.number(), sentenceSchema]);

/** The values of a message as they come from a socket. */
export const valuesSchema: z.ZodType<Values> = z.record(z.string(), valueSchema);

/** As {@link sentenceSchema}; what an older version wrote as text is shown as it was written. */
export const writtenSentence: z.ZodType<Sentence> = z.union([sentenceSchema, z.string().transform(verbatim)]);

/** As {@link sentenceSchema}, or `''` where there is nothing to say. */
export const sentenceOrNone = z.union([sentenceSchema, z.literal('')]);

/** As {@link writtenSentence}, or `''` where there is nothing to say. */
export const writtenOrNone: z.ZodType<Sentence | ''> = z.union([z.literal(''), writtenSentence]);
