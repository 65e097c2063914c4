import { z } from 'zod';
import { nothing, verb } from '../../../../core/shell/verb.js';
import { sentenceSchema } from '../../../../core/words/sentence-schema.js';

/** The connections with other servers, and what failed lately. Times are ISO 8601. */
export const serversVerb = verb(
  'servers',
  nothing,
  z.object({
    servers: z.array(
      z.object({
        domain: z.string(),
        direction: z.enum(['in', 'out']),
        since: z.string(),
        address: z.string(),
        isEncrypted: z.boolean(),
      }),
    ),
    failures: z.array(z.object({ domain: z.string(), at: z.string(), reason: sentenceSchema })),
  }),
);

/** Tests another server, to the end. */
export const testServerVerb = verb(
  'servers/test',
  z.strictObject({ domain: z.string() }),
  z.object({
    domain: z.string(),
    findings: z.array(
      z.object({
        subject: z.string(),
        verdict: z.enum(['ok', 'warning', 'problem']),
        sentence: sentenceSchema,
        advice: z.union([z.literal(''), sentenceSchema]),
      }),
    ),
  }),
);
