import { sentenceSchema } from './sentence-schema.js';
import { verbatim, type Sentence } from './sentence.js';

/** A sentence as the message of a zod check, which is a text; {@link heard} reads it again. */
export function told(sentence: Sentence): string {
  return JSON.stringify(sentence);
}

/** The sentence behind the message of a zod issue. What zod says of its own is English, as it is. */
export function heard(message: string): Sentence {
  if (!message.startsWith('{')) return verbatim(message);
  try {
    return sentenceSchema.parse(JSON.parse(message));
  } catch {
    return verbatim(message);
  }
}
