import { z } from 'zod';
import { changeSchema, nothing, verb } from '../../../../core/shell/verb.js';
import { sentenceSchema } from '../../../../core/words/sentence-schema.js';

/** Who is connected, as the service itself says, with what is known of each session: `''` and null where it is not. */
export const sessionsVerb = verb(
  'sessions',
  nothing,
  z.object({
    sessions: z.array(
      z.object({
        jid: z.string(),
        userName: z.string(),
        device: z.string(),
        since: z.string(),
        address: z.string(),
        encryption: z.enum(['yes', 'no', '']),
        software: z.string(),
        idle: z.number().nullable(),
      }),
    ),
  }),
);

/** The latest refused sign-ins, the newest first; null where the chat sign-in has not told. */
export const refusedVerb = verb(
  'sessions/refused',
  nothing,
  z.object({
    refused: z
      .array(
        z.object({
          name: z.string(),
          reason: z.string(),
          words: sentenceSchema,
          address: z.string(),
          at: z.string(),
        }),
      )
      .nullable(),
  }),
);

/** What both of the following are about: full JIDs, user names, or everybody who is connected. */
const which = { which: z.array(z.string().min(1)), all: z.boolean(), yes: z.boolean() };

/** Ends sessions, and tells their users why. */
export const endSessionsVerb = verb(
  'sessions/end',
  z.strictObject({ ...which, word: z.string() }),
  changeSchema.extend({ ended: z.number() }),
);

/** Writes to the users of sessions. */
export const messageVerb = verb(
  'sessions/message',
  z.strictObject({ ...which, text: z.string() }),
  changeSchema.extend({ sessions: z.number(), delivered: z.number() }),
);
