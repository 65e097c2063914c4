import type { Commands } from '../../core/ports.js';
import { say } from '../../core/words/sentence.js';
import { PanelError } from '../../errors.js';
import { holdsWithin } from '../wait.js';
import { Service } from './service.js';
import type { ServiceFolders } from './service-folders.js';
import type { Supervisor } from './supervisor.js';

/** What s6 takes at most to see that a daemon came or went, in milliseconds. */
const grace = 5000;

/** The services of a state folder, as s6 runs them: their directories, and the one supervisor of all. */
export class Services {
  readonly #folders: ServiceFolders;
  readonly #supervisor: Supervisor;
  readonly #commands: Commands;
  #beginning: Promise<void> | null = null;

  constructor(folders: ServiceFolders, supervisor: Supervisor, commands: Commands) {
    this.#folders = folders;
    this.#supervisor = supervisor;
    this.#commands = commands;
  }

  names(): Promise<readonly string[]> {
    return this.#folders.names();
  }

  async has(name: string): Promise<boolean> {
    return (await this.names()).includes(name);
  }

  /** The service of this name, once s6 runs over it. Throws `daemon-unknown`. */
  async get(name: string): Promise<Service> {
    if (!(await this.has(name))) throw new PanelError('daemon-unknown');
    await this.begin();
    const service = this.#at(name);
    if (await holdsWithin(grace, () => service.isSupervised())) return service;
    throw new PanelError('command-failed', {
      command: 's6-supervise',
      reason: say`It does not start for ${{ daemon: name }}.`,
    });
  }

  /** Makes the supervisor run, once for all who ask meanwhile. */
  begin(): Promise<void> {
    this.#beginning ??= this.#beginNow().finally(() => (this.#beginning = null));
    return this.#beginning;
  }

  /** Makes the supervisor know these services, whose directories are there, and no others but those that still run. */
  async keepOnly(names: readonly string[]): Promise<void> {
    for (const name of await this.names()) if (!names.includes(name)) await this.#remove(name);
    await this.#supervisor.rescan();
    for (const name of names) await this.get(name);
  }

  /** Ends the supervisor. The daemons must have been stopped. */
  end(): Promise<void> {
    return this.#supervisor.end();
  }

  /** After a reboot nothing runs, and s6 must not start all at once: the panel starts what is wanted, in its order. */
  async #beginNow(): Promise<void> {
    if (await this.#supervisor.running()) return;
    for (const name of await this.names()) {
      if (!(await this.#at(name).state()).up) await this.#folders.keepDown(name);
    }
    await this.#supervisor.begin();
  }

  async #remove(name: string): Promise<void> {
    // One that is only just beginning would miss that it is to end.
    const service = await this.get(name);
    if ((await service.state()).up) return;
    await this.#folders.hide(name);
    await this.#supervisor.rescan();
    await this.#supervisor.left(`.${name}`);
    await this.#folders.removeHidden(name);
  }

  #at(name: string): Service {
    return new Service(this.#folders.pathOf(name), name, this.#commands);
  }
}
