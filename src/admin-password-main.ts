import { stat } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { readConfig } from './config.js';
import { administratorPasswordProblem } from './core/password.js';
import { PanelError, reasonOf } from './errors.js';
import { writeAdministrator } from './services/administrator.js';
import { AuditTrail } from './services/audit-trail.js';
import { createAuditLog } from './system/audit-log.js';
import { createClock } from './system/clock.js';
import { createLog } from './system/log.js';
import { createStore } from './system/store.js';
import { readNewPassword } from './system/terminal.js';

/** Sets the administrator's password. A panel that runs sees it within a second, and ends every session. */
async function main(): Promise<void> {
  if (process.argv.length > 2)
    refuse('The password is never an argument, where everybody can read it. It is asked for.');
  const { state } = readConfig(process.env, process.getuid?.() === 0);
  const folder = `${state}/panel`;
  await mustBeOurs(folder, state);
  const password = await readNewPassword();
  const problem = administratorPasswordProblem(password.reveal());
  if (problem !== null) refuse(`${problem} Nothing was changed.`);
  await writeAdministrator(createStore(folder).document('administrator'), password);
  const trail = new AuditTrail({ audit: createAuditLog(folder), clock: createClock(), log: createLog() });
  const who = `${userInfo().username} at the terminal`;
  await trail.record({ who, from: '', session: '' }, { what: 'Password of the administrator set' });
  process.stdout.write(
    `The password of "admin" in ${state} is changed. Whoever was signed in to the panel is signed out.\n`,
  );
}

/** The panel reads the file as whom it runs: it must stay that account's. */
async function mustBeOurs(folder: string, state: string): Promise<void> {
  const found = await stat(folder).catch(() => null);
  if (found === null)
    refuse(
      `There is no panel in ${state}. Name its state folder with EBOX_STATE_DIR, or start the panel first.`,
    );
  if (found.uid !== process.getuid?.())
    refuse(
      `The panel in ${state} belongs to the account number ${found.uid}. Run this as that account (sudo -u '#${found.uid}').`,
    );
}

function refuse(reason: string): never {
  throw new PanelError('host-unsuitable', { reason });
}

main().catch((error: unknown) => {
  process.stderr.write(`${reasonOf(error)}\n`);
  process.exitCode = 1;
});
