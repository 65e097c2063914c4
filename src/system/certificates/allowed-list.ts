import {
  listOf,
  nothingAllowed,
  readList,
  type AllowedCertificates,
} from '../../core/allowed-certificates.js';
import { say } from '../../core/words/sentence.js';
import { Trouble, troubleOf } from '../../errors.js';
import { replaceFile } from '../atomic-file.js';
import { readTrusted } from './bounded-file.js';

/** Only root may read and write it. */
const OWNERSHIP = { uid: 0, gid: 0, mode: 0o600 } as const;

/**
 * Reads what root allowed. Where there is no list, nothing is.
 * @throws Error that says what is wrong with the list, or that another account could have written it
 */
export async function readAllowed(path: string): Promise<AllowedCertificates> {
  const found = await readTrusted(path);
  if (found.kind === 'refused') {
    if (found.problem.code === 'missing') return nothingAllowed;
    throw new Trouble(
      say`The list of allowed certificates is ignored: ${{ reason: found.problem.reason ?? found.problem.detail }}.`,
    );
  }
  try {
    if (found.owner !== OWNERSHIP.uid) throw new Trouble(say`It does not belong to root.`);
    return readList(new TextDecoder('utf-8', { fatal: true }).decode(found.bytes));
  } catch (error) {
    throw new Trouble(
      say`The list of allowed certificates, ${{ path }}, is ignored because it is damaged: ${{ reason: troubleOf(error) }}.`,
      error,
    );
  }
}

/** Replaces the list. Only root can. */
export async function writeAllowed(path: string, allowed: AllowedCertificates): Promise<void> {
  await replaceFile(path, listOf(allowed), OWNERSHIP);
}
