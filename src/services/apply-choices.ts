import { choiceOf, watchedKey, type Choices } from '../core/draft.js';
import {
  reconcile,
  type Decisions,
  type HandEdit,
  type KeptEdits,
  type Reconciled,
} from '../core/hand-edits.js';
import type { Daemon, Module, PlannedFile } from '../core/module.js';
import { planOf, type Plan, type PlanStep } from '../core/plan.js';
import type { Machine } from '../core/ports.js';
import type { Registry } from '../core/registry.js';
import type { Settings } from '../core/settings.js';
import { PanelError, reasonOf } from '../errors.js';

/** Seconds that a daemon has from its start until it serves. */
const READY_SECONDS = 15;
/** Milliseconds between two questions to a daemon that is starting. */
const ASK_EVERY = 40;

/** What is to be applied, and what the machine is set up for now. */
export interface Target {
  readonly choices: Choices;
  readonly before: Choices;
  /** Seconds of watching at the end, 0 for none. */
  readonly watchSeconds: number;
  /** Hand edits that were kept at earlier saves. */
  readonly kept: KeptEdits;
  /** What was decided for files that were changed by hand since. */
  readonly decisions: Decisions;
}

/** Told how the work goes on. */
export interface Reporter {
  /** The work before the plan is known: preparations and rendering. */
  preparing(sentence: string): void;
  /** The plan is known: these steps follow, and no others. */
  planned(steps: readonly PlanStep[]): void;
  began(step: PlanStep): void;
  ended(step: PlanStep): void;
}

/** Written down before anything live is touched, so that a crash in the middle can be taken back. */
export interface OpenApplication {
  readonly from: number;
  readonly to: number;
  /** Names of the daemons that are stopped, started or told to reload. */
  readonly touched: readonly string[];
}

/** The outcome of an application that went well. */
export interface Application {
  readonly generation: number;
  readonly plan: Plan;
  /** Watched values that the live files now show, by {@link watchedKey}. */
  readonly watched: Readonly<Record<string, string>>;
  readonly kept: KeptEdits;
}

/** An application that failed: where, why, which daemons have something to say, and whether the old state is back. */
export class ApplicationFailure extends Error {
  readonly step: string;
  readonly reason: string;
  readonly daemons: readonly string[];
  readonly takenBack: string;
  readonly serviceDown: boolean;

  constructor(parts: {
    step: string;
    reason: string;
    daemons: readonly string[];
    takenBack: string;
    serviceDown: boolean;
  }) {
    super(`${parts.step}: ${parts.reason}`);
    this.name = 'ApplicationFailure';
    this.step = parts.step;
    this.reason = parts.reason;
    this.daemons = parts.daemons;
    this.takenBack = parts.takenBack;
    this.serviceDown = parts.serviceDown;
  }
}

/** A daemon with what its module's choice says of it. */
interface ChosenDaemon {
  readonly daemon: Daemon;
  readonly settings: Settings;
  readonly wanted: boolean;
}

/**
 * Makes the machine be as the choices say: prepares, renders, plans, writes a generation, stops and starts what must
 * be, and proves it. When a step fails, the last good generation and its daemons are put back.
 */
export class ChoiceApplier {
  readonly #machine: Machine;
  readonly #registry: Registry;
  /** Keeps the open application over a crash; null when there is none. */
  readonly #journal: (open: OpenApplication | null) => Promise<void>;

  constructor(
    machine: Machine,
    registry: Registry,
    journal: (open: OpenApplication | null) => Promise<void>,
  ) {
    this.#machine = machine;
    this.#registry = registry;
    this.#journal = journal;
  }

  /** What an application of these choices would do now, without doing it. Preparations are not run. */
  async preview(target: Target): Promise<{ plan: Plan; undecided: readonly HandEdit[] }> {
    const { files, undecided } = await this.#reconciled(target);
    return { plan: await this.#plan(files, target), undecided };
  }

  /**
   * @param commit called when everything is proved, to make it the saved state; its failing takes everything back
   * @throws ApplicationFailure
   */
  async apply(
    target: Target,
    report: Reporter,
    commit: (application: Application) => Promise<void>,
  ): Promise<Application> {
    const machine = this.#machine;
    let sentence = 'Reading the settings';
    const preparing = (text: string): void => {
      sentence = text;
      report.preparing(text);
    };
    let reconciled: Reconciled;
    let plan: Plan;
    let watched: Readonly<Record<string, string>>;
    try {
      preparing(sentence);
      await this.#prepare(target, preparing);
      preparing('Rendering the configuration');
      watched = await this.#watchedTexts(target.choices);
      reconciled = await this.#reconciled(target);
      if (reconciled.undecided.length > 0) {
        const paths = reconciled.undecided.map(({ path }) => path);
        throw new PanelError('hand-edits-undecided', { files: paths.join(', ') });
      }
      await this.#copyAside(reconciled.overwritten);
      await this.#declare(target.choices, target.before);
      plan = await this.#plan(reconciled.files, target);
    } catch (error) {
      throw new ApplicationFailure({
        step: sentence,
        reason: reasonOf(error),
        daemons: [],
        takenBack: 'Nothing had been changed yet: the service runs on as before.',
        serviceDown: false,
      });
    }

    report.planned(plan.steps);
    const from = await machine.configuration.liveNumber();
    let to = from;
    let current: PlanStep | null = null;
    try {
      await this.#journal({ from, to, touched: touchedBy(plan) });
      for (const step of plan.steps) {
        current = step;
        report.began(step);
        if (step.kind === 'write') {
          to = await machine.configuration.write(reconciled.files);
          await this.#journal({ from, to, touched: touchedBy(plan) });
        } else {
          await this.#carryOut(step, to, target, plan);
        }
        report.ended(step);
      }
      const application = { generation: to, plan, watched, kept: reconciled.kept };
      await commit(application);
      await this.#journal(null);
      await machine.configuration.prune([from, to].filter((generation) => generation > 0));
      return application;
    } catch (error) {
      const daemons =
        current?.kind === 'start' || current?.kind === 'reload' ? [current.daemon] : [...plan.started];
      const back = await this.#takeBack({ from, to, touched: touchedBy(plan) }, target.before);
      throw new ApplicationFailure({
        step: current?.sentence ?? 'Remembering the new settings',
        reason: reasonOf(error),
        daemons,
        ...back,
      });
    }
  }

  /** After a crash: puts the generation and the daemons back that an open application had touched. */
  async recover(open: OpenApplication, saved: Choices): Promise<{ takenBack: string; serviceDown: boolean }> {
    await this.#declare(saved, saved);
    return this.#takeBack(open, saved);
  }

  /** Starts, in order, every daemon that these choices want and that is not up. Used when the panel starts. */
  async startWanted(choices: Choices): Promise<void> {
    await this.#declare(choices, choices);
    for (const { daemon, settings, wanted } of this.#daemons(choices)) {
      if (wanted && !(await this.#machine.daemons.state(daemon.name)).up) await this.#start(daemon, settings);
    }
  }

  /** Stops and starts one daemon, and those that do not survive its restart, and waits until each serves. */
  async restart(name: string, choices: Choices): Promise<void> {
    const chosen = this.#daemons(choices).filter(({ wanted }) => wanted);
    const affected = chosen.filter(
      ({ daemon }) => daemon.name === name || daemon.restartsWith.includes(name),
    );
    if (!affected.some(({ daemon }) => daemon.name === name)) throw new PanelError('daemon-unknown');
    await Promise.all(affected.map(({ daemon }) => this.#machine.daemons.stop(daemon.name)));
    for (const { daemon, settings } of affected) await this.#start(daemon, settings);
  }

  async #prepare(target: Target, report: (sentence: string) => void): Promise<void> {
    for (const module of this.#enabled(target.choices)) {
      const { settings } = choiceOf(target.choices, module.id);
      const old = choiceOf(target.before, module.id);
      const before = old.enabled ? old.settings : null;
      for (const preparation of module.preparations) {
        if (!(await preparation.needed(this.#machine, settings, before))) continue;
        report(preparation.what);
        await preparation.run(this.#machine, settings, before);
      }
    }
  }

  async #render(choices: Choices): Promise<readonly PlannedFile[]> {
    const rendered = await Promise.all(
      this.#enabled(choices).map((module) =>
        module.render(this.#machine, choiceOf(choices, module.id).settings),
      ),
    );
    return rendered.flat();
  }

  async #reconciled(target: Target): Promise<Reconciled> {
    const rendered = await this.#render(target.choices);
    return reconcile(rendered, await this.#machine.configuration.live(), target.kept, target.decisions);
  }

  /** Keeps a copy of every hand edit that is about to be overwritten. */
  async #copyAside(edits: readonly HandEdit[]): Promise<void> {
    const { clock, files, layout } = this.#machine;
    const folder = `${layout.backups}/changed-by-hand-${clock.now().toISOString().replaceAll(':', '')}`;
    for (const { path, theirs } of edits) {
      if (theirs === null) continue;
      const copy = `${folder}/${path}`;
      await files.makeFolder(copy.slice(0, copy.lastIndexOf('/')), 'panel', 0o700);
      await files.write(copy, theirs, 'panel', 0o600);
    }
  }

  async #watchedTexts(choices: Choices): Promise<Readonly<Record<string, string>>> {
    const entries = await Promise.all(
      this.#enabled(choices).map(async (module) => {
        const values = await module.watched(this.#machine, choiceOf(choices, module.id).settings);
        return values.map((value): [string, string] => [watchedKey(module, value), value.value]);
      }),
    );
    return Object.fromEntries(entries.flat());
  }

  async #plan(files: readonly PlannedFile[], target: Target): Promise<Plan> {
    const daemons = await Promise.all(
      this.#daemons(target.choices, target.before).map(async ({ daemon, wanted }) => ({
        name: daemon.name,
        title: daemon.title,
        wanted,
        up: (await this.#machine.daemons.state(daemon.name)).up,
        restartsWith: daemon.restartsWith,
        disturbs: daemon.disturbs,
        disconnectsEverybody: daemon.disconnectsEverybody,
      })),
    );
    return planOf({
      files,
      live: await this.#machine.configuration.live(),
      daemons,
      watchSeconds: target.watchSeconds,
    });
  }

  async #declare(choices: Choices, before: Choices): Promise<void> {
    await this.#machine.daemons.declare(
      this.#daemons(choices, before).map(({ daemon }) => daemon.command(this.#machine)),
    );
  }

  async #carryOut(step: PlanStep, generation: number, target: Target, plan: Plan): Promise<void> {
    const { daemons, configuration } = this.#machine;
    switch (step.kind) {
      case 'write':
        throw new Error('the configuration is written by apply()');
      case 'stop':
        await Promise.all(step.daemons.map((name) => daemons.stop(name)));
        return;
      case 'activate':
        await configuration.activate(generation);
        return;
      case 'reload':
        await daemons.signal(step.daemon, 'SIGHUP');
        return;
      case 'start': {
        const { daemon, settings } = this.#find(step.daemon, target.choices);
        await this.#start(daemon, settings);
        return;
      }
      case 'prove':
        await this.#prove(target.choices);
        return;
      case 'watch':
        await this.#watch([...plan.started, ...plan.reloaded], target);
        return;
    }
  }

  async #start(daemon: Daemon, settings: Settings): Promise<void> {
    const { daemons, clock } = this.#machine;
    const crashesBefore = (await daemons.state(daemon.name)).recentCrashes;
    await daemons.start(daemon.name);
    const deadline = clock.monotonic() + READY_SECONDS * 1000;
    for (;;) {
      try {
        await daemon.answers(this.#machine, settings);
        return;
      } catch (error) {
        const state = await daemons.state(daemon.name);
        const crashes = state.recentCrashes - crashesBefore;
        if (crashes >= 2 || clock.monotonic() > deadline) {
          const reason = crashes >= 2 ? `it ${state.lastEnd ?? 'ended'}, ${crashes} times` : reasonOf(error);
          throw new PanelError('daemon-not-answering', { daemon: daemon.title, reason }, error);
        }
        await clock.sleep(ASK_EVERY);
      }
    }
  }

  /** Runs every probe of every enabled module; the failures together are the reason. */
  async #prove(choices: Choices): Promise<void> {
    const looks = this.#enabled(choices).flatMap((module) =>
      module.probes.map(async (probe) => {
        try {
          await probe.look(this.#machine, choiceOf(choices, module.id).settings);
          return null;
        } catch (error) {
          return `${probe.title}: ${reasonOf(error)}`;
        }
      }),
    );
    const failures = (await Promise.all(looks)).filter((failure) => failure !== null);
    if (failures.length > 0) throw new Error(failures.join(' '));
  }

  async #watch(names: readonly string[], target: Target): Promise<void> {
    const { clock, daemons } = this.#machine;
    const deadline = clock.monotonic() + target.watchSeconds * 1000;
    const chosen = names.map((name) => this.#find(name, target.choices));
    const crashes = new Map<string, number>();
    for (const name of names) crashes.set(name, (await daemons.state(name)).recentCrashes);
    while (clock.monotonic() < deadline) {
      await clock.sleep(1000);
      for (const { daemon, settings } of chosen) {
        const state = await daemons.state(daemon.name);
        if (state.recentCrashes > (crashes.get(daemon.name) ?? 0)) {
          throw new PanelError('daemon-not-answering', {
            daemon: daemon.title,
            reason: `it ${state.lastEnd ?? 'ended'} shortly after its start`,
          });
        }
        await daemon.answers(this.#machine, settings);
      }
    }
  }

  async #takeBack(
    open: OpenApplication,
    before: Choices,
  ): Promise<{ takenBack: string; serviceDown: boolean }> {
    const { configuration, daemons } = this.#machine;
    try {
      const touched = this.#daemons(before, before, open.touched);
      await Promise.all(touched.map(({ daemon }) => daemons.stop(daemon.name)));
      if ((await configuration.liveNumber()) !== open.from) await configuration.activate(open.from);
      for (const { daemon, settings, wanted } of touched) {
        if (wanted) await this.#start(daemon, settings);
      }
      await this.#journal(null);
      await configuration.prune(open.from > 0 ? [open.from] : []);
      return {
        takenBack: 'The last good configuration and its daemons are back; the change is still pending.',
        serviceDown: false,
      };
    } catch (error) {
      return {
        takenBack: `Putting the last good configuration back failed too: ${reasonOf(error)}`,
        serviceDown: true,
      };
    }
  }

  #enabled(choices: Choices): readonly Module[] {
    return this.#registry.modules.filter((module) => choiceOf(choices, module.id).enabled);
  }

  /** The daemons of all modules that are on in `choices` or `before`, in the order of starting. */
  #daemons(choices: Choices, before: Choices = choices, only?: readonly string[]): readonly ChosenDaemon[] {
    return this.#registry.modules
      .filter(
        (module) =>
          choiceOf(choices, module.id).enabled || choiceOf(before, module.id).enabled || only !== undefined,
      )
      .flatMap((module) => {
        const { enabled, settings } = choiceOf(choices, module.id);
        return module.daemons.map((daemon) => ({
          daemon,
          settings,
          wanted: enabled && daemon.wanted(settings),
        }));
      })
      .filter(({ daemon }) => only === undefined || only.includes(daemon.name));
  }

  #find(name: string, choices: Choices): ChosenDaemon {
    const found = this.#daemons(choices).find(({ daemon }) => daemon.name === name);
    if (found === undefined) throw new PanelError('daemon-unknown');
    return found;
  }
}

function touchedBy(plan: Plan): readonly string[] {
  return [...plan.stopped, ...plan.started, ...plan.reloaded];
}
