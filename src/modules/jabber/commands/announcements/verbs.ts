import { z } from 'zod';
import { changeSchema, nothing, verb } from '../../../../core/shell/verb.js';
import { sentenceSchema } from '../../../../core/words/sentence-schema.js';

/** What was announced, and what became of it. */
export const announcementsVerb = verb(
  'announcements',
  nothing,
  z.object({
    announcements: z.array(
      z.object({
        id: z.string(),
        kind: z.enum(['once', 'day']),
        text: z.string(),
        author: z.string(),
        written: z.string(),
        standing: sentenceSchema,
        delivered: sentenceSchema,
        missed: z.array(z.string()),
      }),
    ),
  }),
);

/** ISO 8601 with a zone; '' where it was not given. */
const time = z.union([z.literal(''), z.iso.datetime()]);

/** Sends a text to who is connected, or writes a message of the day. */
export const announceVerb = verb(
  'announcements/send',
  z.strictObject({ text: z.string(), day: z.boolean(), from: time, until: time, yes: z.boolean() }),
  changeSchema,
);

/** Sends a text to one user alone. */
export const previewVerb = verb(
  'announcements/preview',
  z.strictObject({ userName: z.string(), text: z.string() }),
  changeSchema,
);

/** Gives a message of the day another text. Its period stays where none is given. */
export const changeVerb = verb(
  'announcements/change',
  z.strictObject({ id: z.string(), text: z.string(), from: time, until: time }),
  changeSchema,
);

export const withdrawVerb = verb('announcements/withdraw', z.strictObject({ id: z.string() }), changeSchema);
