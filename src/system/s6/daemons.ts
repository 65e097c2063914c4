import { join } from 'node:path';
import type { Layout } from '../../core/layout.js';
import { neverStarted, type DaemonCommand, type Daemons } from '../../core/ports.js';
import type { Secret } from '../../core/secret.js';
import { PanelError } from '../../errors.js';
import type { Accounts } from '../accounts.js';
import { createCommands } from '../commands.js';
import { lastLogLines } from '../daemon-log.js';
import { makeFolder } from '../folders.js';
import { printable } from '../printable.js';
import { redactLine } from '../redact-line.js';
import { replacedFiles } from '../running-process.js';
import { endServices } from './end-services.js';
import { serviceFiles } from './service-directory.js';
import { createServiceFolders } from './service-folders.js';
import { Services } from './services.js';
import { Supervisor } from './supervisor.js';

/** The port, and what `npm run stop` needs. */
export interface SupervisedDaemons extends Daemons {
  /** Stops every daemon of the state folder and ends the supervisor. Returns the names of those that were running. */
  end(): Promise<readonly string[]>;
}

/** What {@link createDaemons} works with. */
export interface DaemonsOptions {
  readonly layout: Pick<Layout, 'services' | 'logs'>;
  readonly accounts: Accounts;
  /** What must not be seen in a log line. */
  readonly secrets: () => Promise<readonly Secret[]>;
}

/**
 * The daemons of a state folder under s6 (https://skarnet.org/software/s6/). They and s6 outlive the panel; s6 starts
 * again what crashes, also while there is no panel.
 */
export function createDaemons({ layout, accounts, secrets }: DaemonsOptions): SupervisedDaemons {
  const { uid, gid } = accounts.of('panel');
  const commands = createCommands(accounts);
  const folders = createServiceFolders(layout.services, { uid, gid });
  const supervisor = new Supervisor(layout.services, join(layout.logs, 'supervisor'), commands);
  const services = new Services(folders, supervisor, commands);

  async function makePrivateFolder(path: string): Promise<void> {
    await makeFolder(path, { uid, gid, mode: 0o700 }, { uid, gid, mode: 0o711 });
  }

  async function write(command: DaemonCommand): Promise<void> {
    if (!/^[a-z][a-z0-9-]*$/.test(command.name)) throw new Error(`not a name of a daemon: ${command.name}`);
    const logs = join(layout.logs, command.name);
    await makePrivateFolder(logs);
    const user = accounts.separate ? accounts.of(command.account) : null;
    await folders.write(command.name, serviceFiles(command, folders.pathOf(command.name), logs, user));
  }

  return {
    async declare(wanted) {
      await makePrivateFolder(layout.services);
      for (const command of wanted) await write(command);
      await services.begin();
      await services.keepOnly(wanted.map(({ name }) => name));
    },

    start: async (name) => (await services.get(name)).start(),
    stop: async (name) => (await services.get(name)).stop(),
    signal: async (name) => (await services.get(name)).hangUp(),
    state: async (name) => ((await services.has(name)) ? (await services.get(name)).state() : neverStarted),

    async replaced(name) {
      if (!(await services.has(name))) return [];
      const { pid } = await (await services.get(name)).state();
      return pid > 0 ? replacedFiles(commands, accounts, pid) : [];
    },

    async lastLines(name, count) {
      if (!(await services.has(name))) throw new PanelError('daemon-unknown');
      const hidden = await secrets();
      const lines = await lastLogLines(join(layout.logs, name), count);
      return lines.map((line) => printable(redactLine(line, hidden)));
    },

    end: () => endServices(services),
  };
}
