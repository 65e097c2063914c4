import { stat } from 'node:fs/promises';
import { administratorPasswordProblem } from '../core/password.js';
import type { Secret } from '../core/secret.js';
import { writeAdministrator } from '../services/administrator.js';
import { AuditTrail } from '../services/audit-trail.js';
import { createAuditLog } from '../system/audit-log.js';
import { createClock } from '../system/clock.js';
import { createLog } from '../system/log.js';
import { createStore } from '../system/store.js';
import { CommandFailure } from './failure.js';

/**
 * Sets the administrator's password, whether a panel runs or not. One that runs sees it within a second, and ends every
 * session. As root this process becomes the account of the panel, for good.
 * @param state absolute path of the state folder
 * @param user who does it, for the audit log
 * @param ask gives the password; called once it is known that there is a panel to set it for
 * @returns what was done, as a sentence
 * @throws CommandFailure with the reason; nothing was changed then
 */
export async function setAdministratorPassword(
  state: string,
  user: string,
  ask: () => Promise<Secret>,
): Promise<string> {
  const folder = `${state}/panel`;
  await becomeOwner(folder, state);
  const password = await ask();
  const problem = administratorPasswordProblem(password.reveal());
  if (problem !== null) throw new CommandFailure(`${problem} Nothing was changed.`);
  await writeAdministrator(createStore(folder).document('administrator'), password);
  const trail = new AuditTrail({ audit: createAuditLog(folder), clock: createClock(), log: createLog() });
  await trail.record(
    { who: `${user} at the terminal`, from: '', session: '' },
    { what: 'Password of the administrator set' },
  );
  return `The password of "admin" in ${state} is changed. Whoever was signed in to the panel is signed out.`;
}

/** The panel reads the file as whom it runs: it must stay that account's. */
async function becomeOwner(folder: string, state: string): Promise<void> {
  const found = await stat(folder).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'EACCES') throw notOwner(state, null);
    return null;
  });
  if (found === null)
    throw new CommandFailure(
      `There is no panel in ${state}. Name its state folder with EBOX_STATE_DIR, or start the panel first.`,
    );
  const own = process.getuid?.();
  if (found.uid === own) return;
  if (own !== 0) throw notOwner(state, found.uid);
  process.setgroups?.([]);
  process.setgid?.(found.gid);
  process.setuid?.(found.uid);
}

function notOwner(state: string, uid: number | null): CommandFailure {
  const whose = uid === null ? 'another account' : `the account number ${uid}`;
  const account = uid === null ? 'root' : `'#${uid}'`;
  return new CommandFailure(
    `The panel in ${state} belongs to ${whose}. Run this as root or as that account (sudo -u ${account}).`,
  );
}
