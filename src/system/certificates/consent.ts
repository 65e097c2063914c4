import {
  allowCommand,
  findAllowed,
  nothingAllowed,
  plainFiles,
  type AllowedCertificates,
} from '../../core/allowed-certificates.js';
import type { CertificateProblem, CertificateSource } from '../../core/certificate.js';
import type { Log } from '../../core/ports.js';
import { reasonOf } from '../../errors.js';
import { readAllowed } from './allowed-list.js';
import { readBounded, readTrusted, type FileRead } from './bounded-file.js';

type NamedSource = Extract<CertificateSource, { kind: 'files' }>;

/** Which files may be read for a certificate, and whose keys the panel gets. */
export interface CertificateConsent {
  /** The files' bytes, or why there are none. */
  bytesOf(source: NamedSource): Promise<readonly Uint8Array[] | CertificateProblem>;
  allowsPanel(source: CertificateSource): Promise<boolean>;
}

/** Of a panel that has no helper: it reads with the rights of its own account, and needs no consent. */
export const withoutHelper: CertificateConsent = {
  bytesOf: (source) => bytesOf(source, readBounded),
  allowsPanel: () => Promise.resolve(true),
};

/** Of root at the terminal: every file to which no other account could have led root. */
export const ofRoot: CertificateConsent = {
  bytesOf: (source) => bytesOf(source, readTrusted),
  allowsPanel: () => Promise.resolve(true),
};

/**
 * Of the helper: root's list is looked at each time, and no path that is not on it is opened. Every such path gets the same
 * answer, made of nothing but what was asked.
 * @param list path of the list
 */
export function ofTheList(list: string, log: Log): CertificateConsent {
  let trouble = '';
  const allowed = async (): Promise<AllowedCertificates> => {
    try {
      const now = await readAllowed(list);
      trouble = '';
      return now;
    } catch (error) {
      if (reasonOf(error) !== trouble) log.error((trouble = reasonOf(error)));
      return nothingAllowed;
    }
  };
  return {
    async bytesOf(source) {
      const found = findAllowed(await allowed(), source);
      if (found !== null) return bytesOf(found, readTrusted);
      if (source.certificate === '') return { code: 'missing', detail: '' };
      return { code: 'not-allowed', detail: allowCommand({ ...source, ...plainFiles(source) }, false) };
    },
    async allowsPanel(source) {
      const now = await allowed();
      return source.kind === 'files' ? (findAllowed(now, source)?.panel ?? false) : now.keptForPanel;
    },
  };
}

async function bytesOf(
  { certificate, key }: Pick<NamedSource, 'certificate' | 'key'>,
  read: (path: string) => Promise<FileRead>,
): Promise<readonly Uint8Array[] | CertificateProblem> {
  if (certificate === '') return { code: 'missing', detail: '' };
  const found: Uint8Array[] = [];
  for (const path of new Set([certificate, ...(key === '' ? [] : [key])])) {
    const file = await read(path);
    if (file.kind === 'refused') return file.problem;
    found.push(file.bytes);
  }
  return found;
}
