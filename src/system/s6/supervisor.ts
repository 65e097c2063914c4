import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Commands } from '../../core/ports.js';
import { say } from '../../core/words/sentence.js';
import { PanelError } from '../../errors.js';
import { minimalEnvironment } from '../commands.js';
import { hasReader, holdersOf, sendSignal } from '../processes.js';
import { holdsWithin } from '../wait.js';

/** What s6 takes at most to come up or to see something, in milliseconds. */
const grace = 5000;

/** The one s6-svscan of a state folder: it keeps an s6-supervise running for each service directory. */
export class Supervisor {
  readonly #services: string;
  readonly #logs: string;
  readonly #commands: Commands;

  /**
   * @param services layout.services, which must exist
   * @param logs the folder for what s6 itself has to say
   */
  constructor(services: string, logs: string, commands: Commands) {
    this.#services = services;
    this.#logs = logs;
    this.#commands = commands;
  }

  running(): Promise<boolean> {
    return hasReader(join(this.#services, '.s6-svscan/control'));
  }

  /**
   * Begins it when it does not run. It belongs to no terminal and to no panel: both may go. What an earlier one left
   * running is taken over as it is.
   */
  async begin(): Promise<void> {
    if (await this.running()) return;
    await this.#dismissOrphans();
    const words = ['-c', beginning, 'ebox-jabber', this.#services, this.#logs];
    const process = spawn('/bin/bash', words, {
      cwd: '/',
      detached: true,
      env: minimalEnvironment,
      stdio: 'ignore',
    });
    await once(process, 'spawn');
    process.unref();
    if (await holdsWithin(grace, () => this.running())) return;
    throw new PanelError('command-failed', {
      command: 's6-svscan',
      reason: say`It does not start. Its log is in ${{ folder: this.#logs }}.`,
    });
  }

  /** Tells it that service directories came or went. */
  async rescan(): Promise<void> {
    await this.#commands.run(['s6-svscanctl', '-an', this.#services]);
  }

  /** Waits until no s6-supervise is left in a service directory that went. */
  async left(folder: string): Promise<void> {
    if (await holdsWithin(grace, async () => (await this.#supervisesOf(folder)).length === 0)) return;
    throw new PanelError('command-failed', {
      command: 's6-supervise',
      reason: say`It still uses ${{ folder }}.`,
    });
  }

  /** Ends it and every s6-supervise. The daemons must have been stopped. */
  async end(): Promise<void> {
    if (!(await this.running())) return;
    await this.#commands.run(['s6-svscanctl', '-t', this.#services]);
    const lock = join(this.#services, '.s6-svscan/lock');
    await this.#commands.run(['s6-setlock', '-t', String(grace), lock, 'true']);
  }

  /** When s6-svscan was killed, its s6-supervise processes live on, and a new s6-svscan could not have its own. */
  async #dismissOrphans(): Promise<void> {
    const folders = (await readdir(this.#services)).filter((name) => !name.startsWith('.'));
    for (const folder of folders) {
      // s6-supervise ends by SIGQUIT at once and leaves its daemon alone.
      for (const pid of await this.#supervisesOf(folder)) sendSignal(pid, 'SIGQUIT');
      await this.left(folder);
    }
  }

  /** The s6-supervise processes of a service directory: each holds its lock open. */
  async #supervisesOf(folder: string): Promise<readonly number[]> {
    const own = ['supervise', 'log/supervise'].map((path) => join(this.#services, folder, path));
    const found = own.map(async (path) =>
      (await hasReader(join(path, 'control'))) ? holdersOf(join(path, 'lock')) : [],
    );
    return (await Promise.all(found)).flat();
  }
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
