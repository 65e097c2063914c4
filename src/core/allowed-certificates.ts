import { z } from 'zod';
import { Trouble } from '../errors.js';
import type { CertificateSource } from './certificate.js';
import { say } from './words/sentence.js';
import { heard, told } from './words/told.js';

/** A certificate's file and that of its key, as root allowed the panel to name them. */
export interface AllowedFiles {
  readonly certificate: string;
  /** `''` when the key is in the certificate's file. */
  readonly key: string;
  /** Whether the panel gets the key too, for its own HTTPS. */
  readonly panel: boolean;
  /** Who allowed it, and when (ISO 8601): for people. */
  readonly by: string;
  readonly at: string;
}

/** What root allowed. No other account can allow anything: a stranger may have taken over the panel. */
export interface AllowedCertificates {
  readonly files: readonly AllowedFiles[];
  /** Whether the panel gets the key of a certificate that was made or uploaded here. */
  readonly keptForPanel: boolean;
}

/** Files that somebody keeps fresh, as a {@link CertificateSource} names them. */
export type NamedFiles = Pick<AllowedFiles, 'certificate' | 'key'>;

/** What holds as long as root has allowed nothing. */
export const nothingAllowed: AllowedCertificates = { files: [], keptForPanel: false };

/** An absolute path in its one spelling. */
const path = z
  .string()
  .max(4_096)
  .refine((text) => isAbsolute(text) && text === plainPath(text), 'no path in its plain spelling');

const schema = z.strictObject({
  version: z.literal(1),
  files: z
    .array(
      z.strictObject({
        certificate: path,
        key: z.union([z.literal(''), path]),
        panel: z.boolean(),
        by: z.string().max(64),
        at: z.iso.datetime(),
      }),
    )
    .max(100)
    .refine(
      (files) => new Set(files.map(nameOf)).size === files.length,
      told(say`The same files are listed twice.`),
    ),
  keptForPanel: z.boolean(),
});

/**
 * Reads the list. Strict: what is not exactly as {@link listOf} writes it allows nothing.
 * @throws Trouble with what is wrong
 */
export function readList(text: string): AllowedCertificates {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    throw new Trouble(say`It is not JSON.`);
  }
  const parsed = schema.safeParse(document);
  if (parsed.success) return { files: parsed.data.files, keptForPanel: parsed.data.keptForPanel };
  const [issue] = parsed.error.issues;
  throw new Trouble(
    say`${{ place: issue?.path.join('.') || say`the whole list` }}: ${{ reason: heard(issue?.message ?? '') }}`,
  );
}

/** The list as it is kept. */
export function listOf(allowed: AllowedCertificates): string {
  return `${JSON.stringify({ version: 1, ...allowed }, null, 2)}\n`;
}

/** The one spelling of files that are named, or null when they cannot be allowed at all. */
export function plainFiles({ certificate, key }: NamedFiles): NamedFiles | null {
  if (!isAbsolute(certificate) || (key !== '' && !isAbsolute(key))) return null;
  const plain = { certificate: plainPath(certificate), key: key === '' ? '' : plainPath(key) };
  return plain.key === plain.certificate ? { ...plain, key: '' } : plain;
}

/** What root allowed of exactly these files, or null. */
export function findAllowed({ files }: AllowedCertificates, named: NamedFiles): AllowedFiles | null {
  const plain = plainFiles(named);
  return (plain && files.find((one) => nameOf(one) === nameOf(plain))) ?? null;
}

/** The list with these files allowed; what they were allowed before stays. */
export function withFiles(allowed: AllowedCertificates, added: AllowedFiles): AllowedCertificates {
  const before = findAllowed(allowed, added);
  if (before !== null && (before.panel || !added.panel)) return allowed;
  return { ...allowed, files: [...allowed.files.filter((one) => one !== before), added] };
}

/** The list without these files. */
export function withoutFiles(allowed: AllowedCertificates, named: NamedFiles): AllowedCertificates {
  const before = findAllowed(allowed, named);
  return before === null ? allowed : { ...allowed, files: allowed.files.filter((one) => one !== before) };
}

/** The command with which root allows what a source names, to be typed as it stands. */
export function allowCommand(source: CertificateSource, forPanel: boolean): string {
  const words = ['sudo', 'eboxctl', 'certificates', 'allow', ...(forPanel ? ['--panel'] : [])];
  if (source.kind === 'files') words.push(source.certificate, ...(source.key === '' ? [] : [source.key]));
  return words.map(quoted).join(' ');
}

function nameOf({ certificate, key }: NamedFiles): string {
  return JSON.stringify([certificate, key]);
}

/** No control character, and no way up: what is allowed is what stands there. */
function isAbsolute(text: string): boolean {
  return text.startsWith('/') && !/\p{Cc}/u.test(text) && !text.split('/').includes('..');
}

function plainPath(text: string): string {
  return `/${text
    .split('/')
    .filter((name) => name !== '' && name !== '.')
    .join('/')}`;
}

/** A word of a POSIX shell's command line. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
