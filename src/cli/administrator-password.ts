import { lstat } from 'node:fs/promises';
import { administratorPasswordProblem } from '../core/password.js';
import type { Secret } from '../core/secret.js';
import { type Sentence, passage, say } from '../core/words/sentence.js';
import { troubleOf } from '../errors.js';
import { writeAdministrator } from '../services/sign-in/administrator.js';
import { AuditTrail } from '../services/records/audit-trail.js';
import { createAuditLog } from '../system/audit/audit-log.js';
import { createClock } from '../system/clock.js';
import { createLog } from '../system/log.js';
import { runAgainAs, type ProcessOwner } from '../system/run-again.js';
import { createStore } from '../system/store.js';
import { CommandFailure } from '../core/shell/failure.js';
import { ASKED_BY } from './real-user.js';

/** What is asked of {@link setAdministratorPassword}. */
export interface PasswordRequest {
  /** Absolute path of the state folder. */
  readonly state: string;
  /** The user who does it, for the audit log. */
  readonly user: string;
  /** Gives the password; called once it is known that there is a panel to set it for. */
  readonly ask: () => Promise<Secret>;
  /** The arguments with which this program reads a new password from standard input. */
  readonly words: readonly string[];
}

/**
 * Sets the administrator's password, whether a panel runs or not. A panel that runs sees it within a second, and closes every
 * session. For root the account of the panel writes it, so that the files stay that account's.
 * @returns what was done, as a sentence
 * @throws CommandFailure with the reason; nothing was changed then
 */
export async function setAdministratorPassword(request: PasswordRequest): Promise<Sentence> {
  const { state, user, ask } = request;
  const folder = `${state}/panel`;
  const owner = await ownerOf(folder, state);
  const password = await ask();
  const problem = administratorPasswordProblem(password.reveal());
  if (problem !== null) throw new CommandFailure(passage(problem, say`Nothing was changed.`));
  if (owner.uid !== process.getuid?.()) return setAs(owner, password, request);
  const trail = new AuditTrail({ audit: createAuditLog(folder), clock: createClock(), log: createLog() });
  await trail.prepare();
  await writeAdministrator(createStore(folder).document('administrator'), password);
  await trail.record(
    { who: `${user} at the terminal`, from: '', session: '' },
    { what: say`Password of the administrator set` },
  );
  return doneSentence(state);
}

function doneSentence(state: string): Sentence {
  return say`The password of "admin" in ${{ state }} has been changed. All sessions of the panel are closed, and waiting times after wrong passwords have ended.`;
}

async function setAs(
  owner: ProcessOwner,
  password: Secret,
  { state, user, words }: PasswordRequest,
): Promise<Sentence> {
  try {
    await runAgainAs(owner, {
      words,
      input: `${password.reveal()}\n`,
      environment: { EBOX_STATE_DIR: state, [ASKED_BY]: user },
    });
    return doneSentence(state);
  } catch (error) {
    throw new CommandFailure(troubleOf(error));
  }
}

/** The account of the panel: this process's own, or another one, which only root can become. */
async function ownerOf(folder: string, state: string): Promise<ProcessOwner> {
  const found = await lstat(folder).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'EACCES') throw notOwner(state, null);
    return null;
  });
  if (found?.isDirectory() !== true)
    throw new CommandFailure(
      say`There is no panel in ${{ state }}. Name its state folder with EBOX_STATE_DIR, or start the panel first.`,
    );
  const own = process.getuid?.();
  if (found.uid !== own && own !== 0) throw notOwner(state, found.uid);
  return found;
}

function notOwner(state: string, uid: number | null): CommandFailure {
  return new CommandFailure(
    uid === null
      ? say`The panel in ${{ state }} belongs to another account. Run this as root (sudo) or as that account.`
      : say`The panel in ${{ state }} belongs to the account number ${{ uid }}. Run this as root or as that account (sudo -u '#${{ uid }}').`,
  );
}
