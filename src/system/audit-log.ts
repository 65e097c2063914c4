import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { open, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { AuditLog, AuditRecord } from '../core/ports.js';
import { nullWhenMissing, readRegularFile, syncFolder } from './atomic-file.js';

/** A file is full at so many bytes. */
const FULL = 2_000_000;
/** So many full files are kept beside the one that grows: audit.log.1 is the newest of them. */
const KEPT = 9;
/** Bytes that are kept free for the records of what was begun, should the disk become full meanwhile. */
const RESERVE = 65_536;

const recordSchema = z.object({
  when: z.string(),
  who: z.string(),
  from: z.string(),
  session: z.string(),
  what: z.string(),
  before: z.string(),
  after: z.string(),
  outcome: z.string(),
});

/**
 * The audit log in `folder`: JSON, one record a line, 0600. JSON escapes control characters, so one record is one line.
 * @param folder layout.panel
 */
export function createAuditLog(folder: string): AuditLog {
  const path = join(folder, 'audit.log');
  const reserve = join(folder, 'audit.reserve');
  let lastTurn: Promise<unknown> = Promise.resolve();
  // A power cut may have left half a line: the first record of this process begins on a new one.
  let separator = '\n';

  async function append(record: AuditRecord): Promise<void> {
    const size = (await stat(path).catch(nullWhenMissing))?.size ?? 0;
    if (size > FULL) await rotate(path);
    const { O_WRONLY, O_APPEND, O_CREAT, O_NOFOLLOW } = constants;
    const file = await open(path, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW, 0o600);
    try {
      await file.writeFile(`${separator}${JSON.stringify(record)}\n`);
      separator = '';
      await file.datasync();
    } finally {
      await file.close();
    }
    if (size === 0) await syncFolder(folder);
  }

  /** The last room on a full disk is the reserve's. */
  async function appendSurely(record: AuditRecord): Promise<void> {
    try {
      await append(record);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
      // Of the record a part may be there: the next one begins on a new line.
      separator = '\n';
      await rm(reserve, { force: true });
      await append(record);
    }
  }

  async function prepare(): Promise<void> {
    const { O_WRONLY, O_APPEND, O_CREAT, O_NOFOLLOW } = constants;
    await (await open(path, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW, 0o600)).close();
    if ((await stat(reserve).catch(nullWhenMissing))?.size === RESERVE) return;
    const file = await open(reserve, O_WRONLY | O_CREAT | O_NOFOLLOW, 0o600);
    try {
      // Bytes that no file system folds away.
      await file.writeFile(randomBytes(RESERVE));
      await file.sync();
    } catch (error) {
      await rm(reserve, { force: true });
      throw error;
    } finally {
      await file.close();
    }
  }

  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = lastTurn.then(work);
    lastTurn = turn.catch(() => null);
    return turn;
  }

  return {
    prepare: () => inTurn(prepare),
    append: (record) => inTurn(() => appendSurely(record)),
    async latest(count) {
      const records: AuditRecord[] = [];
      for (let number = 0; number <= KEPT && records.length < count; number += 1) {
        const text = await readRegularFile(number === 0 ? path : `${path}.${number}`, 2 * FULL);
        if (text !== null) records.push(...text.split('\n').reverse().flatMap(parse));
      }
      return records.slice(0, count);
    },
  };
}

async function rotate(path: string): Promise<void> {
  for (let number = KEPT; number >= 1; number -= 1) {
    await rename(number === 1 ? path : `${path}.${number - 1}`, `${path}.${number}`).catch(nullWhenMissing);
  }
}

/** A line that a power cut left half written is passed over. */
function parse(line: string): AuditRecord[] {
  try {
    return [recordSchema.parse(JSON.parse(line))];
  } catch {
    return [];
  }
}
