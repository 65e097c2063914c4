import { join } from 'node:path';
import type { Layout } from '../../core/layout.js';
import { neverStarted, type DaemonCommand, type Daemons } from '../../core/ports.js';
import type { Secret } from '../../core/secret.js';
import { StopOrder } from '../../core/stop-order.js';
import { PanelError } from '../../errors.js';
import type { Accounts } from '../accounts.js';
import { createCommands } from '../commands.js';
import { lastLogLines } from '../daemon-log.js';
import { makeFolder } from '../folders.js';
import { printable } from '../printable.js';
import { redactLine } from '../redact-line.js';
import { replacedFiles } from '../running-process.js';
import { serviceAt, type Service } from './service.js';
import { serviceFiles } from './service-directory.js';
import { createServiceFolders } from './service-folders.js';
import { createSupervisor } from './supervisor.js';
import { holdsWithin } from '../wait.js';

/** What s6 takes at most to see that a daemon came or went, in milliseconds. */
const grace = 5000;

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
  const supervisor = createSupervisor(layout.services, join(layout.logs, 'supervisor'), commands);
  const serviceOf = (name: string): Service => serviceAt(folders.pathOf(name), name, commands);

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

  /** After a reboot nothing runs, and s6 must not start all at once: the panel starts what is wanted, in its order. */
  async function beginSupervisorNow(): Promise<void> {
    if (await supervisor.running()) return;
    for (const name of await folders.names()) {
      if (!(await serviceOf(name).state()).up) await folders.keepDown(name);
    }
    await supervisor.begin();
  }

  let beginning: Promise<void> | null = null;
  function beginSupervisor(): Promise<void> {
    beginning ??= beginSupervisorNow().finally(() => (beginning = null));
    return beginning;
  }

  /** Takes away the daemons that no longer are declared, but for those that still run. */
  async function removeAllBut(declared: ReadonlySet<string>): Promise<void> {
    for (const name of await folders.names()) {
      if (declared.has(name)) continue;
      // One that is only just beginning would miss that it is to end.
      if ((await (await supervised(name)).state()).up) continue;
      await folders.hide(name);
      await supervisor.rescan();
      await supervisor.left(`.${name}`);
      await folders.removeHidden(name);
    }
  }

  async function supervised(name: string): Promise<Service> {
    if (!(await folders.names()).includes(name)) throw new PanelError('daemon-unknown');
    await beginSupervisor();
    const service = serviceOf(name);
    if (await holdsWithin(grace, () => service.supervised())) return service;
    throw new PanelError('command-failed', {
      command: 's6-supervise',
      reason: `it does not run for ${name}.`,
    });
  }

  return {
    async declare(wanted) {
      await makePrivateFolder(layout.services);
      for (const command of wanted) await write(command);
      await beginSupervisor();
      await removeAllBut(new Set(wanted.map(({ name }) => name)));
      await supervisor.rescan();
      for (const { name } of wanted) await supervised(name);
    },

    start: async (name) => (await supervised(name)).start(),
    stop: async (name) => (await supervised(name)).stop(),
    signal: async (name) => (await supervised(name)).hangUp(),
    async state(name) {
      return (await folders.names()).includes(name) ? (await supervised(name)).state() : neverStarted;
    },

    async replaced(name) {
      if (!(await folders.names()).includes(name)) return [];
      const { pid } = await (await supervised(name)).state();
      return pid > 0 ? replacedFiles(commands, accounts, pid) : [];
    },

    async lastLines(name, count) {
      if (!(await folders.names()).includes(name)) throw new PanelError('daemon-unknown');
      const hidden = await secrets();
      const lines = await lastLogLines(join(layout.logs, name), count);
      return lines.map((line) => printable(redactLine(line, hidden)));
    },

    async end() {
      const names = await folders.names();
      if (names.length > 0) await beginSupervisor();
      const stopsBefore = new Map(
        await Promise.all(
          names.map(async (name) => [name, await (await supervised(name)).stopsBefore()] as const),
        ),
      );
      const ended = new Set<string>();
      const order = new StopOrder(
        async (name) => {
          const service = await supervised(name);
          if ((await service.state()).up) ended.add(name);
          await service.stop();
        },
        (name) => stopsBefore.get(name) ?? [],
      );
      await order.stop(names);
      await supervisor.end();
      return names.filter((name) => ended.has(name));
    },
  };
}
