import type { AuditLog, AuditRecord } from '../../core/ports.js';
import { Mutex } from '../../core/mutex.js';
import { AuditFile } from './audit-file.js';
import { AuditReserve } from './audit-reserve.js';

/**
 * The audit log in `folder`: JSON, one record a line, 0600. JSON escapes control characters, so one record is one line.
 * @param folder layout.panel
 */
export function createAuditLog(folder: string): AuditLog {
  const file = new AuditFile(folder);
  const reserve = new AuditReserve(folder);
  const turns = new Mutex();

  /** The last room on a full disk is the reserve's. */
  async function append(record: AuditRecord): Promise<void> {
    try {
      await file.append(record);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
      await reserve.give();
      await file.append(record);
    }
  }

  return {
    prepare: () =>
      turns.run(async () => {
        await file.make();
        await reserve.fill();
      }),
    append: (record) => turns.run(() => append(record)),
    newest: () => file.newest(),
    unread: () => file.unread(),
    latest: async (count) => {
      const records: AuditRecord[] = [];
      for await (const record of file.newest()) if (records.push(record) >= count) break;
      return records;
    },
  };
}
