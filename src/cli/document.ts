import type { Reader } from '../core/words/reader.js';
import { sentenceSchema } from '../core/words/sentence-schema.js';
import type { Message, Sentence, Value } from '../core/words/sentence.js';

/**
 * A value as it stands in the document of --json: each sentence becomes an object with its text in the reader's language
 * and, so that no script has to match words, with its English message and the values in it. Everything else stays as it is.
 */
export function inDocument(value: unknown, reader: Reader): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((one) => inDocument(one, reader));
  const { success, data } = sentenceSchema.safeParse(value);
  if (success) return sentenceIn(data, reader);
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, inDocument(one, reader)]));
}

function sentenceIn(sentence: Sentence, reader: Reader): Readonly<Record<string, unknown>> {
  const text = reader.text(sentence);
  if ('message' in sentence)
    return { text, message: messageOf(sentence), values: valuesIn(sentence, reader) };
  if ('passage' in sentence) return { text, parts: sentence.passage.map((one) => sentenceIn(one, reader)) };
  return { text };
}

/** Of a plural the message that applies. */
function messageOf({ message, plural }: Message): string {
  return plural === undefined || plural.count === 1 ? message : plural.several;
}

function valuesIn({ values }: Message, reader: Reader): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, valueIn(value, reader)]));
}

/** Numbers, times and lists are plain: a script reads them as they are. */
function valueIn(value: Value, reader: Reader): unknown {
  if (typeof value !== 'object') return value;
  if ('quantity' in value) return value.quantity;
  if ('moment' in value) return value.moment;
  if ('list' in value) return value.list.map((one) => valueIn(one, reader));
  return 'verbatim' in value ? value.verbatim : sentenceIn(value, reader);
}
