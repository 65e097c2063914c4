import { judgeClock } from '../../core/clock-went-back.js';
import { judgeSpace } from '../../core/free-space.js';
import { say } from '../../core/words/sentence.js';
import { freeSpace } from '../../system/free-space.js';
import { createAuditLog } from '../../system/audit/audit-log.js';
import { warning, well, type Finding } from './finding.js';
import type { Patient } from './patient.js';

/** Whether the clock is synchronized, and whether it went back. */
export async function examineClock({ state, output }: Patient): Promise<readonly Finding[]> {
  const said = await output(['timedatectl', 'show', '--property=NTPSynchronized', '--value']);
  const synchronized =
    said === null
      ? warning(
          'clock',
          say`It is not known whether the clock is synchronized.`,
          say`Compare it with another clock.`,
        )
      : said.trim() === 'yes'
        ? well('clock', say`The clock is synchronized (NTP).`)
        : warning(
            'clock',
            say`The clock is not synchronized.`,
            say`Install systemd-timesyncd or chrony: certificates and logs need the correct time.`,
          );
  const [last] = await createAuditLog(`${state}/panel`).latest(1);
  return [synchronized, ...judgeClock(Date.now(), last?.when)];
}

/** Free space below the state folder. */
export async function examineDisk({ state }: Patient): Promise<readonly Finding[]> {
  return judgeSpace(await freeSpace(state), state);
}
