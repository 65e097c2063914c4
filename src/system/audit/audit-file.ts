import { constants } from 'node:fs';
import { open, rename, stat, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { auditRecordSchema } from '../../core/audit-record.js';
import type { AuditRecord, UnreadRecord } from '../../core/ports.js';
import { nullWhenMissing, readRegularFile, syncFolder } from '../atomic-file.js';

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

  /** The records, the newest first. */
  async *newest(): AsyncGenerator<AuditRecord> {
    for await (const unread of this.unread()) {
      const record = unread.read();
      if (record !== null) yield record;
    }
  }

  /** The same, not read yet. A file is opened when those before it have been taken. */
  async *unread(): AsyncGenerator<UnreadRecord> {
    for (let number = 0; number <= KEPT; number += 1) {
      const text = await readRegularFile(this.#numbered(number), 2 * FULL);
      let taken = 0;
      for (const line of text === null ? [] : linesFromTheEnd(text)) {
        yield { act: ACT.exec(line)?.[1] ?? null, read: () => parse(line) };
        taken += 1;
        if (taken % AT_ONCE === 0) await setImmediate();
      }
    }
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

/** Where a line names its act. No text within the line looks like it: JSON puts a backslash before each quote of a text. */
const ACT = /,"act":\{"id":"([^"\\]+)"/;

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
