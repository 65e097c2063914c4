import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { logsVerb } from '../../control/verbs/records.js';
import { lastLogLines } from '../../system/daemon-log.js';
import type { Patient } from '../doctor/patient.js';
import type { Contents } from './contents.js';

/** Lines of each log. */
const LINES = 300;

/** What the panel gives, redacted once already; while it does not answer, the files in the folder of the logs. */
export async function readLogs({ state, control, status, output }: Patient): Promise<Contents> {
  const contents = new Map<string, string>();
  const units = ['ebox-jabber.service', 'ebox-jabber-helper@*.service'].flatMap((unit) => ['--unit', unit]);
  const journal = await output(['journalctl', '--quiet', '--no-pager', `--lines=${LINES}`, ...units]);
  if (journal !== null && journal !== '') contents.set('panel', journal);
  if (status !== null) {
    for (const { name } of status.daemons) {
      const { lines } = await control.ask(logsVerb, { name, lines: LINES, search: '' });
      contents.set(name, lines.join('\n'));
    }
    return contents;
  }
  for (const name of await readdir(join(state, 'logs')).catch(() => []))
    contents.set(name, (await lastLogLines(join(state, 'logs', name), LINES)).join('\n'));
  return contents;
}
