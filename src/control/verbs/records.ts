import { z } from 'zod';
import { changeSchema, nothing, verb } from '../verb.js';

/** Who is connected, as the service itself says. */
export const sessionsVerb = verb(
  'sessions',
  nothing,
  z.object({ sessions: z.array(z.object({ jid: z.string(), userName: z.string() })) }),
);

/** Ends one session by its full JID, or all of a user. */
export const endSessionVerb = verb(
  'sessions/end',
  z.strictObject({ which: z.string().min(1) }),
  changeSchema.extend({ ended: z.number() }),
);

/** The latest lines of a daemon's log. */
export const logsVerb = verb(
  'logs',
  z.strictObject({ name: z.string(), lines: z.int().min(1).max(300), search: z.string().max(200) }),
  z.object({ lines: z.array(z.string()) }),
);

/** The latest records of the audit log, the newest first. */
export const auditVerb = verb(
  'audit',
  z.strictObject({ count: z.int().min(1).max(10_000) }),
  z.object({
    records: z.array(
      z.object({
        when: z.string(),
        who: z.string(),
        from: z.string(),
        session: z.string(),
        what: z.string(),
        before: z.string(),
        after: z.string(),
        outcome: z.string(),
      }),
    ),
  }),
);
