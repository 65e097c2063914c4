import { choiceOf, type Choices } from '../../core/draft.js';
import { watchedKey } from '../../core/pending-changes.js';
import { reconcile, type Drift, type KeptEdits, type Reconciled } from '../../core/drift.js';
import { declarationOf, type PlannedFile } from '../../core/module/index.js';
import { neighboursOf } from '../../core/neighbours.js';
import { runsOtherwise } from '../../core/outdated.js';
import { planOf, type Plan } from '../../core/plan.js';
import type { Machine } from '../../core/ports.js';
import type { Registry } from '../../core/registry.js';
import { say, type Sentence } from '../../core/words/sentence.js';
import { PanelError, troubleOf } from '../../errors.js';
import { takenPorts } from '../daemons/taken-ports.js';
import { chosenDaemons, enabledModules } from './chosen.js';
import type { Target } from './target.js';
import type { UnappliedModule } from './unapplied.js';
import { eachOnce } from '../../core/settings.js';

/** Everything that is known before the first step is carried out. */
export interface Ready {
  readonly files: readonly PlannedFile[];
  readonly plan: Plan;
  readonly watched: Readonly<Record<string, string>>;
  readonly kept: KeptEdits;
}

/** Works out what an application of choices would do: renders the files, compares them with what is live, and plans. */
export class Planner {
  readonly #machine: Machine;
  readonly #registry: Registry;

  constructor(machine: Machine, registry: Registry) {
    this.#machine = machine;
    this.#registry = registry;
  }

  /** What an application of these choices would do now, without doing it. Preparations are not run. */
  async preview(
    target: Target,
  ): Promise<{ plan: Plan; files: readonly PlannedFile[]; undecided: readonly Drift[] }> {
    await this.#mustBePossible(target.choices);
    const { files, undecided } = await this.#reconciled(target);
    return { plan: await this.#plan(files, target), files, undecided };
  }

  /** Files and daemons that a save would change now, but for what somebody changed by hand since. */
  async unapplied(target: Target): Promise<readonly UnappliedModule[]> {
    const { daemons, configuration } = this.#machine;
    const { plan } = await this.preview(target);
    const live = await configuration.live();
    const byHand = live.filter(({ hasDrifted }) => hasDrifted).map(({ path }) => path);
    const changed = plan.changes.map(({ path }) => path).filter((path) => !byHand.includes(path));
    return Promise.all(
      enabledModules(this.#registry, target.choices).map(async ({ module }) => {
        const files = changed.filter((path) => declarationOf(module.files, path) !== null);
        const readers = files.flatMap((path) => declarationOf(module.files, path)?.readBy ?? []);
        const concerned = await Promise.all(
          module.daemons.map(async (daemon) => {
            const { argv } = await daemons.state(daemon.name);
            const isOtherwise = runsOtherwise(argv, daemon.command(this.#machine).argv);
            return isOtherwise || readers.includes(daemon.name) ? [daemon.name] : [];
          }),
        );
        return { module, files, daemons: concerned.flat() };
      }),
    );
  }

  /** Everything up to the first step: what the settings need is made, and the plan is known. */
  async ready(target: Target, preparing: (sentence: Sentence) => void): Promise<Ready> {
    await target.prepare?.();
    preparing(say`Checking what the settings need`);
    await this.#mustBePossible(target.choices);
    await this.#prepare(target, preparing);
    await this.#mustFindItsPorts(target);
    preparing(say`Making the configuration files`);
    const watched = await this.#watchedTexts(target.choices);
    const { files, undecided, overwritten, kept } = await this.#reconciled(target);
    if (undecided.length > 0) {
      throw new PanelError('hand-edits-undecided', { files: undecided.map(({ path }) => path).join(', ') });
    }
    preparing(say`Checking the configuration`);
    await this.#inspect(files, target.choices);
    if (overwritten.length > 0)
      await this.#machine.configuration.setAside(overwritten.map(({ path }) => path));
    await this.declare(target.choices, target.lastGood.choices);
    return { files, plan: await this.#plan(files, target), watched, kept };
  }

  /** Throws `settings-refused` with the reasons when settings cannot become active on this machine as it is now. */
  async #mustBePossible(choices: Choices): Promise<void> {
    for (const { module, settings } of enabledModules(this.#registry, choices)) {
      const refusals = await module.refusals(this.#machine, settings);
      const reasons = Object.values(refusals);
      if (reasons.length > 0)
        throw new PanelError('settings-refused', { module: module.title, reason: eachOnce(reasons) });
    }
  }

  /** Throws `settings-refused` when another program has a port that a daemon is to listen on, before one is stopped. */
  async #mustFindItsPorts({ choices, lastGood }: Target): Promise<void> {
    const { layout, daemons } = this.#machine;
    for (const { module, settings } of enabledModules(this.#registry, choices)) {
      const old = choiceOf(lastGood.choices, module.id);
      for (const daemon of module.daemons.filter((one) => one.wanted(settings))) {
        const { up } = await daemons.state(daemon.name);
        const own = up && old.enabled ? daemon.ports(layout, old.settings).map(({ port }) => port) : [];
        const reason = await takenPorts(this.#machine, daemon, settings, own);
        if (reason !== '') throw new PanelError('settings-refused', { module: module.title, reason });
      }
    }
  }

  async #prepare({ choices, lastGood }: Target, preparing: (sentence: Sentence) => void): Promise<void> {
    for (const { module, settings } of enabledModules(this.#registry, choices)) {
      const old = choiceOf(lastGood.choices, module.id);
      const before = old.enabled ? old.settings : null;
      for (const preparation of module.preparations) {
        if (!(await preparation.needed(this.#machine, settings, before))) continue;
        preparing(preparation.what);
        await preparation.run(this.#machine, settings, before);
      }
    }
  }

  async #render(choices: Choices): Promise<readonly PlannedFile[]> {
    const rendered = await Promise.all(
      enabledModules(this.#registry, choices).map(({ module, settings }) =>
        module.render(this.#machine, settings, neighboursOf(this.#registry, choices, module.id)),
      ),
    );
    return rendered.flat();
  }

  async #reconciled(target: Target): Promise<Reconciled> {
    const rendered = await this.#render(target.choices);
    const { configuration, renderer } = this.#machine;
    return reconcile(rendered, await configuration.live(), target.kept, target.decisions, (path, text) =>
      renderer.problemOf(path, text),
    );
  }

  /** Has each module's files looked at before they are live. Throws `settings-refused` with what the daemon's checker says. */
  async #inspect(files: readonly PlannedFile[], choices: Choices): Promise<void> {
    for (const { module } of enabledModules(this.#registry, choices)) {
      const own = files.filter(({ path }) => declarationOf(module.files, path) !== null);
      try {
        await module.inspect?.(this.#machine, own);
      } catch (error) {
        if (error instanceof PanelError) throw error;
        throw new PanelError('settings-refused', { module: module.title, reason: troubleOf(error) }, error);
      }
    }
  }

  async #watchedTexts(choices: Choices): Promise<Readonly<Record<string, string>>> {
    const entries = await Promise.all(
      enabledModules(this.#registry, choices).map(async ({ module, settings }) => {
        const values = await module.watched(this.#machine, settings);
        return values.map((value): [string, string] => [watchedKey(module, value), value.value]);
      }),
    );
    return Object.fromEntries(entries.flat());
  }

  async #plan(files: readonly PlannedFile[], { choices, lastGood }: Target): Promise<Plan> {
    const daemons = await Promise.all(
      chosenDaemons(this.#registry, choices, lastGood.choices).map(async ({ daemon, wanted }) => {
        const { up, wanted: kept, argv } = await this.#machine.daemons.state(daemon.name);
        const { name, title, restartsWith, stopsSlowly, disturbs, disconnectsEverybody } = daemon;
        return {
          ...{ name, title, wanted, up, kept },
          isOtherwise: runsOtherwise(argv, daemon.command(this.#machine).argv),
          ...{ restartsWith, stopsSlowly, disturbs, disconnectsEverybody },
        };
      }),
    );
    return planOf({ files, live: await this.#machine.configuration.live(), daemons });
  }

  /** Tells the supervisor of the daemons of these choices, and of those of `before`. */
  async declare(choices: Choices, before: Choices = choices): Promise<void> {
    await this.#machine.daemons.declare(
      chosenDaemons(this.#registry, choices, before).map(({ daemon }) => daemon.command(this.#machine)),
    );
  }
}
