import type { Signature } from '../../core/act.js';
import { z } from 'zod';
import { choiceOf, withConfigured, withEnabled, withSettings, type PanelState } from '../../core/draft.js';
import type { EnableStep, Module, Offer } from '../../core/module/index.js';
import type { Document, Machine } from '../../core/ports.js';
import type { Registry } from '../../core/registry.js';
import type { Settings, SettingValue } from '../../core/settings.js';
import { allOf, say, type Sentence, type Value } from '../../core/words/sentence.js';
import { english } from '../../core/words/english.js';
import { PanelError, reasonOf, troubleOf } from '../../errors.js';
import { Mutex } from '../../core/mutex.js';
import type { PanelStateKeeper } from '../saving/panel-state.js';
import type { SaveChanges } from '../saving/save-changes.js';

const journalSchema = z.object({ module: z.string(), steps: z.array(z.int()) }).nullable();

/** One row of the Module State page. */
export interface ModuleRow {
  readonly module: Module;
  /** In the draft. */
  readonly enabled: boolean;
  readonly savedEnabled: boolean;
  /** Its consent was given and carried out at some time. */
  readonly configured: boolean;
}

/** What the consent page shows: what enabling is going to do. */
export interface Consent {
  /** The state folder: all that the panel writes lies below it. */
  readonly folder: string;
  /** The modules that were never configured, in the order of enabling. Empty when no consent is needed. */
  readonly modules: readonly {
    readonly module: Module;
    /** What is already there and can be taken over with it, or null. */
    readonly offer: Offer<Settings> | null;
    /** Those that are offered are only carried out when the offer is accepted. */
    readonly actions: readonly {
      readonly what: Sentence;
      readonly why: Sentence;
      readonly isOffered: boolean;
    }[];
    readonly files: readonly { readonly path: string; readonly why: Sentence }[];
  }[];
  /** The modules that are turned on with it because it depends on them. */
  readonly alsoEnabled: readonly Module[];
}

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
  /** The steps of enabling a module that were begun: after a crash in the middle the next start undoes them. */
  readonly #journal: Document;

  constructor(parts: ModuleStatesParts) {
    this.#parts = parts;
    this.#journal = parts.machine.store.document('enabling');
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
    return {
      folder: machine.layout.state,
      modules: await Promise.all(
        rows
          .filter((row) => !row.configured)
          .map(async ({ module }) => {
            const offer = await module.offer(machine);
            const steps = await this.#stepsOf(module, offer);
            return {
              module,
              offer,
              actions: steps.map(({ what, why, isOffered = false }) => ({ what, why, isOffered })),
              files: module.files.map(({ path, why }) => ({ path: `${machine.layout.live}/${path}`, why })),
            };
          }),
      ),
      alsoEnabled: rows
        .filter((row) => !row.enabled && !ids.includes(row.module.id))
        .map((row) => row.module),
    };
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
    const done = row.configured ? [] : await this.#configure(module, settings, accepted);
    if (module.appliesAtOnce && !row.savedEnabled) {
      try {
        await save.enableAtOnce(module.id, who);
      } catch (error) {
        throw enableFailed(module, say`Starting its daemons`, await this.#undo(done), error);
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
    await this.#settle(done);
  }

  /**
   * When the panel starts: undoes what a crash left of enabling a module.
   * @returns what was done, or null
   */
  recover(): Promise<Sentence | null> {
    return this.#mutex.run(async () => {
      const { registry, keeper } = this.#parts;
      const open = journalSchema.parse(await this.#journal.read());
      const module = registry.modules.find(({ id }) => id === open?.module);
      if (open === null || module === undefined) return null;
      const begun = open.steps.flatMap((index) => module.enableSteps[index] ?? []);
      if (keeper.state().configured.includes(module.id)) {
        await this.#settle(begun);
        return null;
      }
      const undone = await this.#undo(begun);
      return say`The panel was stopped while ${{ module: module.title }} was being enabled. ${{ outcome: undone }} Enable it again.`;
    });
  }

  /** What these steps made is not undone any more. */
  async #settle(steps: readonly EnableStep<Settings>[]): Promise<void> {
    for (const step of steps) await step.settle?.(this.#parts.machine);
    await this.#journal.write(null);
  }

  /** The steps that are to be carried out on this machine as it is now. */
  async #stepsOf(module: Module, offer: Offer<Settings> | null): Promise<readonly EnableStep<Settings>[]> {
    const { machine } = this.#parts;
    const isOffered = offer !== null && offer.accept !== null;
    const wanted = module.enableSteps.filter((step) => step.isOffered !== true || isOffered);
    const needed = await Promise.all(wanted.map(async (step) => (await step.needed?.(machine)) ?? true));
    return wanted.filter((_step, index) => needed[index]);
  }

  /** Carries the steps out and returns them. */
  async #configure(
    module: Module,
    settings: Settings,
    accepted: Offer<Settings> | null,
  ): Promise<readonly EnableStep<Settings>[]> {
    const begun: EnableStep<Settings>[] = [];
    for (const step of await this.#stepsOf(module, accepted)) {
      begun.push(step);
      await this.#journal.write({
        module: module.id,
        steps: begun.map((one) => module.enableSteps.indexOf(one)),
      });
      try {
        await step.run(this.#parts.machine, settings);
      } catch (error) {
        throw enableFailed(module, step.what, await this.#undo(begun), error);
      }
    }
    return begun;
  }

  /** Undoes the steps, the last one first. Returns what became of them. */
  async #undo(steps: readonly EnableStep<Settings>[]): Promise<Sentence> {
    const { machine } = this.#parts;
    const left: Sentence[] = [];
    for (const step of [...steps].reverse()) {
      try {
        await step.undo(machine);
      } catch (error) {
        machine.log.error(`undoing "${english(step.what)}" failed: ${reasonOf(error)}`);
        left.push(say`“${{ step: step.what }}”`);
      }
    }
    // What could not be undone is tried again at the next start.
    if (left.length > 0) return say`These steps could not be undone: ${{ steps: allOf(left) }}.`;
    await this.#journal.write(null);
    return steps.length > 0 ? say`Its steps were undone.` : say`Its settings and data are unchanged.`;
  }
}

function withOffer(settings: Settings, accepted: Offer<Settings> | null): Settings {
  const all: Record<string, SettingValue> = { ...settings };
  for (const [name, value] of Object.entries(accepted?.settings ?? {}))
    if (value !== undefined) all[name] = value;
  return all;
}

function rowOf(state: PanelState, module: Module): ModuleRow {
  return {
    module,
    enabled: choiceOf(state.draft, module.id).enabled,
    savedEnabled: choiceOf(state.saved, module.id).enabled,
    configured: state.configured.includes(module.id),
  };
}

function enableFailed(module: Module, step: Value, undone: Sentence, cause: unknown): PanelError {
  return new PanelError(
    'enable-failed',
    { module: module.title, step, reason: troubleOf(cause), undone },
    cause,
  );
}
