import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import type { CertificateProblem } from '../../core/certificate.js';
import { NoRegularFile, openTrusted, UntrustedPath } from '../trusted-file.js';

/** More than any certificate with its chain, in bytes. */
const LIMIT = 256 * 1024;

/** A file's bytes, or why there are none. */
export type FileRead =
  /** `owner` is the number of the account that the file belongs to. */
  | { readonly kind: 'read'; readonly bytes: Uint8Array; readonly owner: number }
  | { readonly kind: 'refused'; readonly problem: CertificateProblem };

/**
 * Reads a file that somebody else keeps: symlinks are followed (certbot's live/ has nothing else), but only to a regular
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
  const refused = (code: CertificateProblem['code'], detail: string): FileRead => ({
    kind: 'refused',
    problem: { code, detail },
  });
  try {
    const file = await opened();
    try {
      const found = await file.stat();
      if (!found.isFile()) return refused('unreadable', `${path} is no regular file`);
      const tooLarge = `${path} is larger than ${limit / 1024} KB`;
      if (found.size > limit) return refused('unreadable', tooLarge);
      const buffer = Buffer.alloc(limit + 1);
      const { bytesRead } = await file.read(buffer, 0, buffer.length, 0);
      if (bytesRead > limit) return refused('unreadable', tooLarge);
      return { kind: 'read', bytes: buffer.subarray(0, bytesRead), owner: found.uid };
    } finally {
      await file.close();
    }
  } catch (error) {
    if (error instanceof UntrustedPath) return refused('untrusted', `${path} ${error.message}`);
    if (error instanceof NoRegularFile) return refused('unreadable', `${path} ${error.message}`);
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code === 'ENOENT' || code === 'ENOTDIR') return refused('missing', path);
    return refused('unreadable', `${path} ${reasons[code] ?? `cannot be opened (${code})`}`);
  }
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'may not be read by the panel',
  EPERM: 'may not be read by the panel',
  ELOOP: 'is a symbolic link that leads in a circle',
  EISDIR: 'is a folder',
  ENXIO: 'is no regular file',
};
