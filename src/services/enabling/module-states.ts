import type { Signature } from '../../core/act.js';
import { choiceOf, withConfigured, withEnabled, withSettings } from '../../core/draft.js';
import type { Module, Offer } from '../../core/module/index.js';
import { Mutex } from '../../core/mutex.js';
import type { Machine } from '../../core/ports.js';
import type { Registry } from '../../core/registry.js';
import type { Settings, SettingValue } from '../../core/settings.js';
import { say, type Sentence } from '../../core/words/sentence.js';
import type { PanelStateKeeper } from '../saving/panel-state.js';
import type { SaveChanges } from '../saving/save-changes.js';
import { consentTo, type Consent } from './consent.js';
import { enableFailed, EnablingJournal } from './enabling-journal.js';
import { rowOf, type ModuleRow } from './module-row.js';

/** What is needed to turn modules on and off. */
export interface ModuleStatesParts {
  readonly machine: Machine;
  readonly registry: Registry;
  readonly keeper: PanelStateKeeper;
  readonly save: SaveChanges;
}

/** Which modules are on, and turning them on and off. Being on goes to the draft, like every setting. */
export class ModuleStates {
  readonly #parts: ModuleStatesParts;
  readonly #mutex = new Mutex();
  readonly #journal: EnablingJournal;

  constructor(parts: ModuleStatesParts) {
    this.#parts = parts;
    this.#journal = new EnablingJournal(parts.machine);
  }

  rows(): readonly ModuleRow[] {
    const state = this.#parts.keeper.state();
    return this.#parts.registry.modules.map((module) => rowOf(state, module));
  }

  /** What turning these modules on would do now, each module once and dependencies first. Throws `module-unknown`. */
  async consent(ids: readonly string[]): Promise<Consent> {
    const { registry, keeper, machine } = this.#parts;
    const wanted = new Set(ids.flatMap((id) => registry.withDependencies(id)));
    const rows = registry.modules
      .filter((module) => wanted.has(module))
      .map((module) => rowOf(keeper.state(), module));
    return consentTo(machine, rows, ids);
  }

  /**
   * Turns a module on, and before it all that it depends on. What was never configured is configured first: the
   * steps that the consent page showed.
   * @param takeOver whether what the modules offer to take over is accepted
   * @returns the modules that were turned on
   * @throws PanelError `enable-failed`; the failing module's steps are undone, or it says which could not be
   */
  enable(id: string, who: Signature, takeOver = false): Promise<readonly Module[]> {
    return this.#mutex.run(async () => {
      const { registry, keeper } = this.#parts;
      const off = registry
        .withDependencies(id)
        .filter((module) => !choiceOf(keeper.state().draft, module.id).enabled);
      for (const module of off) await this.#enableOne(module, who, takeOver);
      return off;
    });
  }

  /** Why accepting what the module offers asks for the administrator's password again; null when it need not. */
  async stepUp(id: string): Promise<Sentence | null> {
    const { registry, keeper, machine } = this.#parts;
    const module = registry.get(id);
    const before = choiceOf(keeper.state().draft, id).settings;
    const offer = await module.offer(machine);
    return offer === null || offer.accept === null ? null : module.stepUp(before, withOffer(before, offer));
  }

  /** The modules that are on in the draft and would be turned off with this one, without it. */
  dependents(id: string): readonly Module[] {
    const { registry, keeper } = this.#parts;
    return registry
      .withDependents(id)
      .filter((module) => module.id !== id && choiceOf(keeper.state().draft, module.id).enabled);
  }

  /** Turns a module off in the draft, with all that depends on it. Returns what was turned off. */
  disable(id: string, who: Signature): Promise<readonly Module[]> {
    return this.#mutex.run(async () => {
      const { registry, keeper, machine } = this.#parts;
      const on = registry
        .withDependents(id)
        .filter((module) => choiceOf(keeper.state().draft, module.id).enabled);
      const when = machine.clock.now().toISOString();
      await keeper.update((state) =>
        on.reduce((next, module) => withEnabled(next, module.id, false, who, when), state),
      );
      return on;
    });
  }

  async #enableOne(module: Module, who: Signature, takeOver: boolean): Promise<void> {
    const { keeper, machine, save } = this.#parts;
    const row = rowOf(keeper.state(), module);
    const offer = takeOver && !row.configured ? await module.offer(machine) : null;
    const accepted = offer?.accept === null ? null : offer;
    const settings = withOffer(choiceOf(keeper.state().draft, module.id).settings, accepted);
    const done = row.configured ? [] : await this.#journal.carryOut(module, settings, accepted);
    if (module.appliesAtOnce && !row.savedEnabled) {
      try {
        await save.enableAtOnce(module.id, who);
      } catch (error) {
        throw enableFailed(module, say`Starting its daemons`, await this.#journal.undo(done), error);
      }
    }
    const when = machine.clock.now().toISOString();
    await keeper.update((state) =>
      withConfigured(
        accepted === null ? state : withSettings(state, module, settings, who, when),
        module.id,
        who,
        when,
      ),
    );
    await this.#journal.settle(done);
  }

  /**
   * When the panel starts: undoes what a crash left of enabling a module.
   * @returns what was done, or null
   */
  recover(): Promise<Sentence | null> {
    return this.#mutex.run(async () => {
      const { registry, keeper } = this.#parts;
      const begun = await this.#journal.begun(registry.modules);
      if (begun === null) return null;
      const { module, steps } = begun;
      if (keeper.state().configured.includes(module.id)) {
        await this.#journal.settle(steps);
        return null;
      }
      const undone = await this.#journal.undo(steps);
      return say`The panel was stopped while ${{ module: module.title }} was being enabled. ${{ outcome: undone }} Enable it again.`;
    });
  }
}

function withOffer(settings: Settings, accepted: Offer<Settings> | null): Settings {
  const all: Record<string, SettingValue> = { ...settings };
  for (const [name, value] of Object.entries(accepted?.settings ?? {}))
    if (value !== undefined) all[name] = value;
  return all;
}
