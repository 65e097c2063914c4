import { constants } from 'node:fs';
import { open, rename, stat, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { auditRecordSchema } from '../../core/audit-record.js';
import { Mutex } from '../../core/mutex.js';
import type { AuditRecord, UnreadRecords } from '../../core/ports.js';
import { nullWhenMissing, openRegularFile, readRegularFile, syncFolder } from '../atomic-file.js';
import { bytesOf, indexOf, type FileIndex } from './audit-index.js';

/** A file is full at so many bytes. */
const FULL = 2_000_000;
/** So many full files are kept beside the one that grows: audit.log.1 is the newest of them. */
const KEPT = 9;
/** After so many records others have a turn: all of them take a second. */
const AT_ONCE = 100;

/** The file that grows, and the full ones. */
export class AuditFile {
  readonly #path: string;
  /** What was not surely written whole, as after a power cut or on a full disk: the next record begins on a new line. */
  #separator = '\n';
  /** By the inodes of the files, the one that was looked at last at the end. */
  readonly #indexes = new Map<number, FileIndex>();
  readonly #turns = new Mutex();

  constructor(folder: string) {
    this.#path = join(folder, 'audit.log');
  }

  /** Makes it when it is not there. */
  async make(): Promise<void> {
    await (await this.#open()).close();
  }

  /** On the disk when this returns. */
  async append(record: AuditRecord): Promise<void> {
    const size = (await stat(this.#path).catch(nullWhenMissing))?.size ?? 0;
    if (size > FULL) await this.#rotate();
    const file = await this.#open();
    try {
      const line = `${this.#separator}${JSON.stringify(record)}\n`;
      this.#separator = '\n';
      await file.writeFile(line);
      await file.datasync();
      this.#separator = '';
    } finally {
      await file.close();
    }
    if (size === 0) await syncFolder(dirname(this.#path));
  }

  /** The records, the newest first. A file is opened when those before it have been taken. */
  async *newest(): AsyncGenerator<AuditRecord> {
    for (let number = 0; number <= KEPT; number += 1) {
      const text = await readRegularFile(this.#numbered(number), 2 * FULL);
      let taken = 0;
      for (const line of text === null ? [] : linesFromTheEnd(text)) {
        const record = parse(line);
        if (record !== null) yield record;
        taken += 1;
        if (taken % AT_ONCE === 0) await setImmediate();
      }
    }
  }

  /** The same, file by file and not read yet: where they stand is looked up once, and kept. */
  async *unread(): AsyncGenerator<UnreadRecords> {
    const seen = new Set<number>();
    for (let number = 0; number <= KEPT; number += 1) {
      const index = await this.#turns.run(() => this.#indexOf(number));
      // The file that was just looked through has another number when the log was rotated meanwhile.
      if (index === null || seen.has(index.inode)) continue;
      seen.add(index.inode);
      const count = index.starts.length;
      yield {
        acts: [...index.acts].reverse(),
        read: (places) =>
          this.#read(
            index,
            places.map((place) => count - 1 - place),
          ),
      };
    }
  }

  async #indexOf(number: number): Promise<FileIndex | null> {
    const path = this.#numbered(number);
    const inode = (await stat(path).catch(nullWhenMissing))?.ino ?? 0;
    const index = await indexOf(path, 2 * FULL, this.#indexes.get(inode) ?? null);
    if (index === null) return null;
    this.#indexes.delete(index.inode);
    this.#indexes.set(index.inode, index);
    // A file that is gone was not asked for again.
    for (const old of this.#indexes.keys()) if (this.#indexes.size > KEPT + 1) this.#indexes.delete(old);
    return index;
  }

  /** Records by where they stand in their file, whatever its number is now; null where it is gone, or one is none. */
  async #read(
    { inode, starts, ends }: FileIndex,
    records: readonly number[],
  ): Promise<readonly (AuditRecord | null)[]> {
    if (records.length === 0) return [];
    const file = await this.#opened(inode);
    if (file === null) return records.map(() => null);
    try {
      const from = Math.min(...records.map((record) => starts[record] ?? 0));
      const bytes = await bytesOf(file, from, Math.max(...records.map((record) => ends[record] ?? 0)));
      const lineOf = (record: number): string =>
        bytes.toString('utf8', (starts[record] ?? 0) - from, (ends[record] ?? 0) - from);
      return records.map((record) => parse(lineOf(record)));
    } finally {
      await file.close();
    }
  }

  async #opened(inode: number): Promise<FileHandle | null> {
    for (let number = 0; number <= KEPT; number += 1) {
      const file = await openRegularFile(this.#numbered(number)).catch(nullWhenMissing);
      if (file === null) continue;
      if ((await file.stat()).ino === inode) return file;
      await file.close();
    }
    return null;
  }

  #open(): Promise<FileHandle> {
    const { O_WRONLY, O_APPEND, O_CREAT, O_NOFOLLOW } = constants;
    return open(this.#path, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW, 0o600);
  }

  #numbered(number: number): string {
    return number === 0 ? this.#path : `${this.#path}.${number}`;
  }

  async #rotate(): Promise<void> {
    for (let number = KEPT; number >= 1; number -= 1)
      await rename(this.#numbered(number - 1), this.#numbered(number)).catch(nullWhenMissing);
  }
}

/** The lines that were written whole; one that a power cut left half written is passed over. */
function* linesFromTheEnd(text: string): Generator<string> {
  for (let end = text.length; end > 0;) {
    const start = text.lastIndexOf('\n', end - 1) + 1;
    if (text.startsWith('{', start) && text[end - 1] === '}') yield text.slice(start, end);
    end = start - 1;
  }
}

/** Null where the line is no record all the same. */
function parse(line: string): AuditRecord | null {
  try {
    return auditRecordSchema.parse(JSON.parse(line));
  } catch {
    return null;
  }
}
