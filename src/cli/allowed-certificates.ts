import { wordsOf } from '../core/certificate.js';
import { listOf, readList, type AllowedCertificates, type NamedFiles } from '../core/allowed-certificates.js';
import { passage, say } from '../core/words/sentence.js';
import { troubleOf } from '../errors.js';
import { readAllowed, writeAllowed } from '../system/certificates/allowed-list.js';
import { ofRoot } from '../system/certificates/consent.js';
import { createCertificates } from '../system/certificates/certificates.js';
import { createClock } from '../system/clock.js';
import { createCommands } from '../system/commands.js';
import { withFileLock } from '../system/file-lock.js';
import { createFiles } from '../system/files.js';
import { oneself } from '../system/accounts.js';
import type { Certificates } from '../core/ports.js';
import { CommandFailure } from '../core/shell/failure.js';

/** Seconds that a change waits for one that is under way. */
const WAITS = 30;

/**
 * Root's list as it is.
 * @throws CommandFailure when another account than root types this, or the list is damaged
 */
export async function allowedNow(list: string): Promise<AllowedCertificates> {
  mustBeRoot();
  return readAllowed(list).catch((error: unknown) => {
    throw new CommandFailure(
      say`Nothing was done: ${{ reason: troubleOf(error) }}. Fix the list, or remove it and allow the certificates again.`,
    );
  });
}

/**
 * Changes root's list, one change after another: of two at one instant neither loses what the other wrote.
 * @returns whether anything was changed
 * @throws CommandFailure as {@link allowedNow}, or when another change does not end
 */
export async function changeAllowed(
  list: string,
  change: (allowed: AllowedCertificates) => AllowedCertificates,
): Promise<boolean> {
  mustBeRoot();
  try {
    return await withFileLock(`${list}.lock`, WAITS, () => changeLocked(list, change));
  } catch (error) {
    if (error instanceof CommandFailure) throw error;
    throw new CommandFailure(say`Nothing was done: ${{ reason: troubleOf(error) }}.`);
  }
}

async function changeLocked(
  list: string,
  change: (allowed: AllowedCertificates) => AllowedCertificates,
): Promise<boolean> {
  const before = await allowedNow(list);
  const after = change(before);
  if (listOf(after) === listOf(before)) return false;
  mustBeReadable(after);
  await writeAllowed(list, after);
  return true;
}

function mustBeRoot(): void {
  if (process.getuid?.() !== 0)
    throw new CommandFailure(say`Only root can do this: type "sudo" before the command.`);
}

/** What would not be read again would allow nothing at all any more. */
function mustBeReadable(allowed: AllowedCertificates): void {
  try {
    readList(listOf(allowed));
  } catch (error) {
    throw new CommandFailure(
      say`Nothing was done, because the list would be wrong: ${{ reason: troubleOf(error) }}.`,
    );
  }
}

/** Certificates as root at the terminal may read them. */
export function certificatesOfRoot(state: string): Certificates {
  const accounts = { separate: false, of: oneself, known: () => [] };
  return createCertificates({
    layout: { state, backups: `${state}/backups` },
    files: createFiles(accounts),
    commands: createCommands(accounts),
    clock: createClock(),
    consent: ofRoot,
  });
}

/** @throws CommandFailure with the reason why a certificate could not be served from these files */
export async function mustBeServable(state: string, named: NamedFiles): Promise<void> {
  const { problems } = await certificatesOfRoot(state).examine({ kind: 'files', ...named }, []);
  if (problems.length > 0)
    throw new CommandFailure(passage(...problems.map(wordsOf), say`Nothing was changed.`));
}
