import type { FileHandle } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import { quantity, say } from '../../core/words/sentence.js';
import { Trouble } from '../../errors.js';
import { nullWhenMissing, openRegularFile } from '../atomic-file.js';

/** After so many lines others have a turn: that takes about 2 ms. */
const AT_ONCE = 1_000;
/** Bytes before the end of what is known, by which one knows the file again. */
const TAIL = 128;

/** Where a line names its act. No text within the line looks like it: JSON puts a backslash before each quote of a text. */
const ACT = Buffer.from(',"act":{"id":"');

const [NEWLINE, QUOTE, OPENING, CLOSING] = [10, 34, 123, 125];

/** Where the records of a file stand, the oldest first: lines that were written whole. */
export interface FileIndex {
  readonly inode: number;
  /** Bytes that were looked through, up to the end of a line. */
  readonly size: number;
  readonly modified: number;
  /** The last bytes of them. */
  readonly tail: Buffer;
  readonly starts: readonly number[];
  readonly ends: readonly number[];
  /** The id of each record's act; null where it has none. */
  readonly acts: readonly (string | null)[];
}

/**
 * The index of a file as it is now: what was known already is not read again where the file only grew. Null where there is
 * no such file.
 * @param limit a file of more bytes is none that the panel writes: an error
 * @param known that of the same file at an earlier time, if any
 */
export async function indexOf(
  path: string,
  limit: number,
  known: FileIndex | null,
): Promise<FileIndex | null> {
  const file = await openRegularFile(path).catch(nullWhenMissing);
  if (file === null) return null;
  try {
    const { ino, size, mtimeMs } = await file.stat();
    if (known?.inode === ino && known.size === size && known.modified === mtimeMs) return known;
    if (size > limit) throw new Trouble(say`${{ path }} is larger than ${{ count: quantity(limit) }} bytes.`);
    const isSame = known?.inode === ino && known.size < size && (await isGrown(file, known));
    const before = isSame ? known : null;
    return await lookedThrough(file, { inode: ino, size, modified: mtimeMs }, before);
  } finally {
    await file.close();
  }
}

/** The bytes of a file from one place up to another. */
export async function bytesOf(file: FileHandle, from: number, to: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(Math.max(0, to - from)), { position: from });
  return buffer.subarray(0, bytesRead);
}

/** Whether what is known of the file still stands there. */
async function isGrown(file: FileHandle, { size, tail }: FileIndex): Promise<boolean> {
  return (await bytesOf(file, size - tail.length, size)).equals(tail);
}

async function lookedThrough(
  file: FileHandle,
  now: { readonly inode: number; readonly size: number; readonly modified: number },
  before: FileIndex | null,
): Promise<FileIndex> {
  const from = before?.size ?? 0;
  const bytes = await bytesOf(file, from, now.size);
  const [starts, ends, acts] = [
    [...(before?.starts ?? [])],
    [...(before?.ends ?? [])],
    [...(before?.acts ?? [])],
  ];
  let [start, lines, act] = [0, 0, bytes.indexOf(ACT)];
  for (let end = bytes.indexOf(NEWLINE); end !== -1; end = bytes.indexOf(NEWLINE, start)) {
    if (act !== -1 && act < start) act = bytes.indexOf(ACT, start);
    if (bytes[start] === OPENING && bytes[end - 1] === CLOSING) {
      starts.push(from + start);
      ends.push(from + end);
      acts.push(act === -1 || act > end ? null : idAt(bytes, act + ACT.length));
    }
    start = end + 1;
    lines += 1;
    if (lines % AT_ONCE === 0) await setImmediate();
  }
  const tail =
    start < TAIL && before !== null
      ? Buffer.concat([before.tail, bytes.subarray(0, start)])
      : bytes.subarray(0, start);
  return { ...now, size: from + start, tail: Buffer.from(tail.subarray(-TAIL)), starts, ends, acts };
}

/** A copy, which does not keep the bytes. */
function idAt(bytes: Buffer, from: number): string | null {
  const id = bytes.toString('utf8', from, bytes.indexOf(QUOTE, from));
  return id === '' || id.includes('\\') ? null : id;
}
