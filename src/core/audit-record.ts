import { z } from 'zod';

/** One line of the audit log, as it is stored and as the shell gives it. */
export const auditRecordSchema = z.object({
  when: z.string(),
  who: z.string(),
  from: z.string(),
  session: z.string(),
  what: z.string(),
  before: z.string(),
  after: z.string(),
  outcome: z.string(),
});
