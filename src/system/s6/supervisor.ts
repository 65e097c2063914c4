import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Commands } from '../../core/ports.js';
import { PanelError } from '../../errors.js';
import { minimalEnvironment } from '../commands.js';
import { hasReader, holdersOf, sendSignal } from '../processes.js';
import { holdsWithin } from '../wait.js';

/** What s6 takes at most to come up or to see something, in milliseconds. */
const grace = 5000;

/** The one s6-svscan of a state folder: it keeps an s6-supervise running for each service directory. */
export interface Supervisor {
  running(): Promise<boolean>;
  /**
   * Begins it when it does not run. It belongs to no terminal and to no panel: both may go. What an earlier one left
   * running is taken over as it is.
   */
  begin(): Promise<void>;
  /** Tells it that service directories came or went. */
  rescan(): Promise<void>;
  /** Waits until no s6-supervise is left in a service directory that went. */
  left(folder: string): Promise<void>;
  /** Ends it and every s6-supervise. The daemons must have been stopped. */
  end(): Promise<void>;
}

/**
 * @param services layout.services, which must exist
 * @param logs the folder for what s6 itself has to say
 */
export function createSupervisor(services: string, logs: string, commands: Commands): Supervisor {
  const running = (): Promise<boolean> => hasReader(join(services, '.s6-svscan/control'));

  /** The s6-supervise processes of a service directory: each holds its lock open. */
  async function supervisesOf(folder: string): Promise<readonly number[]> {
    const own = [join(services, folder, 'supervise'), join(services, folder, 'log/supervise')];
    const found = own.map(async (path) =>
      (await hasReader(join(path, 'control'))) ? holdersOf(join(path, 'lock')) : [],
    );
    return (await Promise.all(found)).flat();
  }

  /** When s6-svscan was killed, its s6-supervise processes live on, and a new s6-svscan could not have its own. */
  async function dismissOrphans(): Promise<void> {
    const folders = (await readdir(services)).filter((name) => !name.startsWith('.'));
    for (const folder of folders) {
      // s6-supervise ends by SIGQUIT at once and leaves its daemon alone.
      for (const pid of await supervisesOf(folder)) sendSignal(pid, 'SIGQUIT');
      await left(folder);
    }
  }

  async function left(folder: string): Promise<void> {
    if (await holdsWithin(grace, async () => (await supervisesOf(folder)).length === 0)) return;
    throw new PanelError('command-failed', {
      command: 's6-supervise',
      reason: `it does not leave ${folder}.`,
    });
  }

  return {
    running,

    async begin() {
      if (await running()) return;
      await dismissOrphans();
      const process = spawn('/bin/bash', ['-c', beginning, 'ebox-jabber', services, logs], {
        cwd: '/',
        detached: true,
        env: minimalEnvironment,
        stdio: 'ignore',
      });
      await once(process, 'spawn');
      process.unref();
      if (await holdsWithin(grace, running)) return;
      throw new PanelError('command-failed', {
        command: 's6-svscan',
        reason: `it does not come up. Its log is in ${logs}.`,
      });
    },

    async rescan() {
      await commands.run(['s6-svscanctl', '-an', services]);
    },

    left,

    async end() {
      if (!(await running())) return;
      await commands.run(['s6-svscanctl', '-t', services]);
      await commands.run(['s6-setlock', '-t', String(grace), join(services, '.s6-svscan/lock'), 'true']);
    },
  };
}

/**
 * s6-svscan and the logger of what it says; $1 is the folder of services, $2 that of the log. bash, since sh cannot close
 * files above 9: a pipe through which the panel was started would stay open as long as a daemon lives.
 */
const beginning = `
umask 077
for file in /proc/$$/fd/*; do
  number=\${file##*/}
  if [ "$number" -gt 2 ]; then eval "exec $number>&-"; fi
done
pipe=$1/.output-$$
mkfifo "$pipe"
s6-log -p -- n2 s100000 T "$2" <"$pipe" >/dev/null 2>&1 &
exec 3>"$pipe"
rm "$pipe"
exec s6-svscan "$1" >&3 2>&1 3>&-
`;
