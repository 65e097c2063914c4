import { z } from 'zod';
import { changeSchema, nothing, verb } from '../../../core/shell/verb.js';

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
