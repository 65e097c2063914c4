import { judgeClock } from '../../core/clock-went-back.js';
import { judgeSpace } from '../../core/free-space.js';
import { freeSpace } from '../../system/free-space.js';
import { createAuditLog } from '../../system/audit/audit-log.js';
import { warning, well, type Finding } from './finding.js';
import type { Patient } from './patient.js';

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
