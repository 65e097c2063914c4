import { warning, type Finding } from '../../core/finding.js';
import type { Examined } from '../../core/module/index.js';
import type { Machine } from '../../core/ports.js';
import type { Registry } from '../../core/registry.js';
import { within } from '../../core/within.js';
import { say, type Sentence } from '../../core/words/sentence.js';
import { troubleOf } from '../../errors.js';
import { enabledModules } from '../saving/chosen.js';
import type { PanelStateKeeper } from '../saving/panel-state.js';

/** Seconds that one check may take. */
const SECONDS = 8;

/** The checks that modules bring to the doctor, but for those that only root can do. The pages show the last look. */
export class ModuleExamination {
  readonly #machine: Machine;
  readonly #registry: Registry;
  readonly #keeper: PanelStateKeeper;
  #last: readonly Finding[] = [];
  /** The look that is under way. */
  #looking: Promise<void> | null = null;

  constructor(machine: Machine, registry: Registry, keeper: PanelStateKeeper) {
    this.#machine = machine;
    this.#registry = registry;
    this.#keeper = keeper;
  }

  /** What the last look found; nothing when there was none since the panel started, or since {@link forget}. */
  last(): readonly Finding[] {
    return this.#last;
  }

  /** What was found is no longer about what is active. */
  forget(): void {
    this.#last = [];
  }

  /** Does all checks at once, for some seconds at most; those who ask meanwhile wait for the same look. Does not throw. */
  look(): Promise<void> {
    this.#looking ??= this.#lookNow().finally(() => {
      this.#looking = null;
    });
    return this.#looking;
  }

  async #lookNow(): Promise<void> {
    const { saved } = this.#keeper.state();
    const examined = this.#examined();
    const checks = enabledModules(this.#registry, saved).flatMap(({ module, settings }) =>
      module.doctor.checks
        .filter(({ asRoot }) => asRoot !== true)
        .map(async ({ subject, look }): Promise<readonly Finding[]> => {
          try {
            return await within(SECONDS, look(examined, settings));
          } catch (error) {
            const sentence = say`This check failed: ${{ reason: troubleOf(error) }}.`;
            return [warning(subject, sentence, say`Try it again.`)];
          }
        }),
    );
    const found = (await Promise.all(checks)).flat();
    if (this.#keeper.state().saved === saved) this.#last = found;
  }

  #examined(): Examined {
    const { layout, files, network, exchange, directory, resolver, commands } = this.#machine;
    return {
      ...{ layout, files, network, exchange, directory, resolver },
      heldHere: (name) => this.#heldHere(name),
      output: (argv) =>
        commands.run(argv, { seconds: SECONDS }).then(
          ({ stdout }) => stdout,
          () => null,
        ),
    };
  }

  #heldHere(name: string): Sentence | null {
    const { saved } = this.#keeper.state();
    const holder = enabledModules(this.#registry, saved).find(({ module, settings }) =>
      module.zones?.holds(settings, name),
    );
    return holder?.module.zones?.whenHeld(name) ?? null;
  }
}
