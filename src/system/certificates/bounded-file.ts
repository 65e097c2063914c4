import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import type { CertificateProblem } from '../../core/certificate.js';
import { quantity, say, type Sentence } from '../../core/words/sentence.js';
import { circle, folder, NoRegularFile, notRegular, openTrusted, UntrustedPath } from '../trusted-file.js';

/** More than any certificate with its chain, in bytes. */
const LIMIT = 256 * 1024;

/** A file's bytes, or why there are none. */
export type FileRead =
  /** `owner` is the number of the account that the file belongs to. */
  | { readonly kind: 'read'; readonly bytes: Uint8Array; readonly owner: number }
  | { readonly kind: 'refused'; readonly problem: CertificateProblem };

/**
 * Reads a file that another account may own: symlinks are followed (certbot's live/ has nothing else), but only to a regular
 * file of bearable size, and never waiting for anybody (a FIFO, a device).
 */
export function readBounded(path: string, limit = LIMIT): Promise<FileRead> {
  return read(path, limit, () => open(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY));
}

/** The same, for a path that no other account can have led elsewhere; see {@link openTrusted}. */
export function readTrusted(path: string, limit = LIMIT): Promise<FileRead> {
  return read(path, limit, () => openTrusted(path));
}

async function read(path: string, limit: number, opened: () => Promise<FileHandle>): Promise<FileRead> {
  const refused = (code: CertificateProblem['code'], reason?: Sentence): FileRead => ({
    kind: 'refused',
    problem: { code, detail: path, reason },
  });
  try {
    const file = await opened();
    try {
      const found = await file.stat();
      if (!found.isFile()) return refused('unreadable', notRegular(path));
      const tooLarge = say`${{ file: path }} is larger than ${{ count: quantity(limit / 1024) }} KB.`;
      if (found.size > limit) return refused('unreadable', tooLarge);
      const buffer = Buffer.alloc(limit + 1);
      const { bytesRead } = await file.read(buffer, 0, buffer.length, 0);
      if (bytesRead > limit) return refused('unreadable', tooLarge);
      return { kind: 'read', bytes: buffer.subarray(0, bytesRead), owner: found.uid };
    } finally {
      await file.close();
    }
  } catch (error) {
    if (error instanceof UntrustedPath) return refused('untrusted', error.sentence);
    if (error instanceof NoRegularFile) return refused('unreadable', error.sentence);
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code === 'ENOENT' || code === 'ENOTDIR') return refused('missing');
    return refused(
      'unreadable',
      reasons[code]?.(path) ?? say`${{ file: path }} cannot be opened (${{ code }}).`,
    );
  }
}

function notAllowed(file: string): Sentence {
  return say`The panel is not allowed to read ${{ file }}.`;
}

const reasons: Readonly<Record<string, (file: string) => Sentence>> = {
  EACCES: notAllowed,
  EPERM: notAllowed,
  ELOOP: circle,
  EISDIR: folder,
  ENXIO: notRegular,
};
