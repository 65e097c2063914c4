import { declarationOf, type Daemon, type EnableStep, type Module } from '../core/module/index.js';
import type { RenderedFile } from '../core/ports.js';
import type { Registry } from '../core/registry.js';
import type { Settings } from '../core/settings.js';
import { say } from '../core/words/sentence.js';
import { refuse } from './refusal.js';

/** What the modules declare: whatever a request names besides is refused. */
export class Declared {
  readonly #modules: readonly Module[];
  readonly #daemons: readonly Daemon[];

  constructor({ modules }: Registry) {
    this.#modules = modules;
    this.#daemons = modules.flatMap((module) => module.daemons);
  }

  module(id: string): Module {
    return (
      this.#modules.find((module) => module.id === id) ?? refuse(say`There is no module with this name.`)
    );
  }

  settings(module: Module, given: Settings): Settings {
    const parsed = module.settings.schema.safeParse(given);
    return parsed.success ? parsed.data : refuse(say`The module does not accept these settings.`);
  }

  step(module: string, index: number): EnableStep<Settings> {
    return this.module(module).enableSteps[index] ?? refuse(say`The module has no such step.`);
  }

  preparation(module: string, index: number): Module['preparations'][number] {
    return this.module(module).preparations[index] ?? refuse(say`The module has no such preparation.`);
  }

  /** The name of a secret that the panel may have. */
  panelSecret(name: string): string {
    const isDeclared = this.#modules.some(({ panelSecrets }) => panelSecrets.includes(name));
    return isDeclared ? name : refuse(say`No module declares this secret as the panel’s own.`);
  }

  hasDaemon(name: string): boolean {
    return this.#daemons.some((daemon) => daemon.name === name);
  }

  daemon(name: string): Daemon {
    const found = this.#daemons.find((daemon) => daemon.name === name);
    return found ?? refuse(say`No module declares a daemon with this name.`);
  }

  /** Who may read the file of this path, and whether it is a program; null where no module declares it. */
  accessTo(path: string): Pick<RenderedFile, 'readableBy' | 'executable'> | null {
    const file = declarationOf(
      this.#modules.flatMap((module) => module.files),
      path,
    );
    return file === null ? null : { readableBy: file.readableBy, executable: file.executable ?? false };
  }
}
