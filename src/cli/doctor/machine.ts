import { performance } from 'node:perf_hooks';
import { listUsersVerb } from '../../control/verbs/users.js';
import { judgeClock } from '../../core/clock-went-back.js';
import { judgeSpace } from '../../core/free-space.js';
import { freeSpace } from '../../system/free-space.js';
import { createAuditLog } from '../../system/audit-log.js';
import { CommandFailure } from '../failure.js';
import { problem, warning, well, type Finding } from './finding.js';
import type { Patient } from './patient.js';

/** Milliseconds in which the directory should answer. */
const SLOW = 500;

/** Whether somebody keeps the clock right, and whether it went back. */
export async function examineClock({ state, output }: Patient): Promise<readonly Finding[]> {
  const said = await output(['timedatectl', 'show', '--property=NTPSynchronized', '--value']);
  const synchronized =
    said === null
      ? warning('clock', 'Nobody can tell whether the clock is kept right.', 'Compare it with another one.')
      : said.trim() === 'yes'
        ? well('clock', 'The clock is kept right (NTP).')
        : warning(
            'clock',
            'Nobody keeps the clock right.',
            'Install systemd-timesyncd or chrony: certificates and logs need the time.',
          );
  const [last] = await createAuditLog(`${state}/panel`).latest(1);
  return [synchronized, ...judgeClock(Date.now(), last?.when)];
}

/** Free space below the state folder. */
export async function examineDisk({ state }: Patient): Promise<readonly Finding[]> {
  return judgeSpace(await freeSpace(state), state);
}

/** How long the directory takes, through the panel. */
export async function examineDirectory({ control, status }: Patient): Promise<readonly Finding[]> {
  const isOn = status?.modules.some(({ id, savedEnabled }) => id === 'users' && savedEnabled) ?? false;
  if (!isOn) return [];
  const began = performance.now();
  try {
    const { total } = await control.ask(listUsersVerb, { search: '', page: 1 });
    const took = Math.round(performance.now() - began);
    const sentence = `The directory (users: ${total}) answered within ${took} ms.`;
    return [
      took > SLOW
        ? warning('directory', sentence, 'Look at the load of this machine and at "eboxctl logs slapd".')
        : well('directory', sentence),
    ];
  } catch (error) {
    if (!(error instanceof CommandFailure)) throw error;
    return [problem('directory', error.message, 'Look at "eboxctl logs slapd".')];
  }
}
