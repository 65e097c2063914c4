import { z } from 'zod';
import { sentenceSchema, valuesSchema, writtenSentence } from '../words/sentence-schema.js';
import { catalogue } from '../../errors.js';

/** The longest request, in bytes, its newline included. */
export const LONGEST_REQUEST = 1_048_576;

/** One line from the panel. Requests are answered as they are done, not in their order: `id` says which is meant. */
export const requestSchema = z.strictObject({ id: z.int().min(0), verb: z.string(), with: z.unknown() });

const codes = Object.keys(catalogue);

/** One line from the helper. After `refused` the connection is closed. */
export const answerSchema = z.union([
  z.strictObject({ id: z.int(), done: z.unknown() }),
  z.strictObject({
    id: z.int(),
    /** `code` and `details` of a PanelError, or what another error says: a sentence, or a text that nobody translates. */
    failed: z.union([
      z.strictObject({
        code: z.custom<keyof typeof catalogue>((code) => typeof code === 'string' && codes.includes(code)),
        details: valuesSchema,
      }),
      z.strictObject({ sentence: sentenceSchema }),
      z.strictObject({ message: z.string() }),
    ]),
  }),
  /** An older helper says it as text. */
  z.strictObject({ refused: writtenSentence }),
]);

/** One line from the helper. */
export type HelperAnswer = z.output<typeof answerSchema>;
