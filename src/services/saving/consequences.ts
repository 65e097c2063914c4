import { neighboursOf } from '../../core/neighbours.js';
import type { Module, PlannedFile } from '../../core/module/index.js';
import { planOf, type Plan } from '../../core/plan.js';
import type { Machine } from '../../core/ports.js';
import type { Registry } from '../../core/registry.js';
import type { Settings } from '../../core/settings.js';
import type { Sentence } from '../../core/words/sentence.js';
import { enabledModules } from './chosen.js';
import type { PanelStateKeeper } from './panel-state.js';

/** What a save would do if one setting were changed and nothing else. */
export interface Consequence {
  readonly module: Sentence;
  /** The setting's label. */
  readonly setting: Sentence;
  readonly before: Sentence;
  readonly after: Sentence;
  /** Paths of the files that would be written. */
  readonly files: readonly string[];
  /** Titles of the daemons that would be started, restarted or stopped. */
  readonly daemons: readonly Sentence[];
  readonly disturbs: readonly Sentence[];
}

/**
 * What happens when a setting is changed, worked out as a save does it: both sets of files are rendered and planned. So
 * this always says what a save then does.
 */
export class Consequences {
  readonly #machine: Machine;
  readonly #registry: Registry;
  readonly #keeper: PanelStateKeeper;

  constructor(machine: Machine, registry: Registry, keeper: PanelStateKeeper) {
    this.#machine = machine;
    this.#registry = registry;
    this.#keeper = keeper;
  }

  /** For every setting of every module that is on, from the saved settings. Throws when they cannot be rendered now. */
  async all(): Promise<readonly Consequence[]> {
    const consequences: Consequence[] = [];
    for (const { module, settings } of enabledModules(this.#registry, this.#keeper.state().saved))
      consequences.push(...(await this.#ofModule(module, settings)));
    return consequences;
  }

  async #ofModule(module: Module, settings: Settings): Promise<readonly Consequence[]> {
    const neighbours = neighboursOf(this.#registry, this.#keeper.state().saved, module.id);
    const now = await module.render(this.#machine, settings, neighbours);
    const consequences: Consequence[] = [];
    for (const field of module.settings.fields) {
      for (const { value, label } of field.others(settings[field.name])) {
        const changed = { ...settings, [field.name]: value };
        const plan = planBetween(
          module,
          { files: now, settings },
          { files: await module.render(this.#machine, changed, neighbours), settings: changed },
        );
        const touched = new Set([...plan.stopped, ...plan.started, ...plan.reloaded]);
        consequences.push({
          module: module.title,
          setting: field.label,
          before: field.describe(settings[field.name]),
          after: label,
          files: plan.changes.map(({ path }) => path),
          daemons: module.daemons.filter(({ name }) => touched.has(name)).map(({ title }) => title),
          disturbs: plan.disturbs,
        });
      }
    }
    return consequences;
  }
}

interface Applied {
  readonly files: readonly PlannedFile[];
  readonly settings: Settings;
}

function planBetween(module: Module, now: Applied, then: Applied): Plan {
  return planOf({
    files: then.files,
    live: now.files.map(({ path, content }) => ({ path, content, written: content, hasDrifted: false })),
    daemons: module.daemons.map((daemon) => ({
      ...daemon,
      up: daemon.wanted(now.settings),
      isOtherwise: false,
      kept: daemon.wanted(now.settings),
      wanted: daemon.wanted(then.settings),
    })),
  });
}
