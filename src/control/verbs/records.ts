import { z } from 'zod';
import { auditRecordSchema } from '../../core/audit-record.js';
import { verb } from '../../core/shell/verb.js';

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
    records: z.array(auditRecordSchema),
  }),
);
