import { choiceOf, watchedKey, type Choices, type InForce } from '../../core/draft.js';
import {
  reconcile,
  type Decisions,
  type HandEdit,
  type KeptEdits,
  type Reconciled,
} from '../../core/hand-edits.js';
import {
  declarationOf,
  type Daemon,
  type Module,
  type PlannedFile,
  type Standing,
} from '../../core/module/index.js';
import { neighboursOf } from '../../core/neighbours.js';
import { isBroughtAnew, runsOtherwise } from '../../core/outdated.js';
import { planOf, type Plan, type PlanStep } from '../../core/plan.js';
import type { Machine } from '../../core/ports.js';
import type { JobFailure } from '../../core/progress.js';
import type { Registry } from '../../core/registry.js';
import { PanelError, reasonOf } from '../../errors.js';
import { findingsOf } from '../findings/findings.js';
import type { UnappliedModule } from './unapplied.js';
import { asSentence, DaemonRunner, type ChosenDaemon } from '../daemons/daemon-runner.js';
import { takenPorts } from '../daemons/taken-ports.js';

/** The last state of the machine that was proved: what a save that fails goes back to. */
export interface LastGood {
  readonly choices: Choices;
  /** 0 when nothing was ever live. */
  readonly generation: number;
}

/** What is to be applied, and what the machine is set up for now. */
export interface Target {
  readonly choices: Choices;
  readonly lastGood: LastGood;
  /** Seconds of watching at the end, 0 for none. */
  readonly watchSeconds: number;
  /** Hand edits that were kept at earlier saves. */
  readonly kept: KeptEdits;
  /** What was decided for files that were changed by hand since. */
  readonly decisions: Decisions;
  /** Work before everything else that is a part of the application. */
  readonly prepare?: () => Promise<void>;
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

/**
 * Remembers over a crash that these daemons, and the live generation, are being touched; null when all is well again.
 */
export type Journal = (touched: readonly string[] | null) => Promise<void>;

/** What became of the old state after a failure. */
export type TakenBack = Pick<JobFailure, 'takenBack' | 'serviceDown'>;

/** How a daemon stands that is wanted. */
export interface DaemonStanding {
  readonly daemon: Daemon;
  readonly standing: Standing;
}

/** An application that failed: where, why, and what became of the old state. */
export class ApplicationFailure extends Error {
  readonly failure: JobFailure;

  constructor(failure: JobFailure) {
    super(`${failure.step}: ${failure.reason}`);
    this.name = 'ApplicationFailure';
    this.failure = failure;
  }
}

/** Everything that is known before the first step is carried out. */
interface Ready {
  readonly files: readonly PlannedFile[];
  readonly plan: Plan;
  readonly watched: Readonly<Record<string, string>>;
  readonly kept: KeptEdits;
}

/**
 * Makes the machine be as the choices say: prepares, renders, plans, writes a generation, stops and starts what must
 * be, and proves it. When a step fails, the last good generation and its daemons are put back.
 */
export class ChoiceApplier {
  readonly #machine: Machine;
  readonly #registry: Registry;
  readonly #journal: Journal;
  readonly #runner: DaemonRunner;

  constructor(machine: Machine, registry: Registry, journal: Journal) {
    this.#machine = machine;
    this.#registry = registry;
    this.#journal = journal;
    this.#runner = new DaemonRunner(
      machine,
      registry.modules.flatMap(({ daemons }) => daemons),
    );
  }

  /** What an application of these choices would do now, without doing it. Preparations are not run. */
  async preview(
    target: Target,
  ): Promise<{ plan: Plan; files: readonly PlannedFile[]; undecided: readonly HandEdit[] }> {
    await this.#mustBePossible(target.choices);
    const { files, undecided } = await this.#reconciled(target);
    return { plan: await this.#plan(files, target), files, undecided };
  }

  /** What of these choices is not in force as it would be put there now, but for what somebody changed by hand since. */
  async unapplied(target: Target): Promise<readonly UnappliedModule[]> {
    const { daemons, configuration } = this.#machine;
    const { plan } = await this.preview(target);
    const live = await configuration.live();
    const byHand = live.filter(({ changedByHand }) => changedByHand).map(({ path }) => path);
    const changed = plan.changes.map(({ path }) => path).filter((path) => !byHand.includes(path));
    return Promise.all(
      this.#enabled(target.choices).map(async (module) => {
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

  /**
   * The order is what makes it safe to be interrupted at any point: a new generation is written beside the live one,
   * then the journal says what is about to be touched, then it is touched, and `commit` makes it the saved state by one
   * write. The journal is closed last.
   * @param commit called when everything is proved; its failing takes everything back
   * @throws ApplicationFailure
   */
  async apply(target: Target, report: Reporter, commit: (inForce: InForce) => Promise<void>): Promise<void> {
    const { configuration } = this.#machine;
    let doing = 'Reading the settings';
    const preparing = (sentence: string): void => {
      doing = sentence;
      report.preparing(sentence);
    };
    let plan: Plan | null = null;
    let current: PlanStep | null = null;
    let isTouched = false;
    try {
      preparing(doing);
      const ready = await this.#ready(target, preparing);
      plan = ready.plan;
      report.planned(plan.steps);
      let generation = await configuration.liveNumber();
      for (current of plan.steps) {
        doing = current.sentence;
        report.began(current);
        if (current.kind === 'write') generation = await configuration.write(ready.files);
        else {
          if (!isTouched && current.kind !== 'prove') {
            await this.#journal(touchedBy(plan));
            isTouched = true;
          }
          await this.#carryOut(current, generation, target, plan);
        }
        report.ended(current);
      }
      current = null;
      doing = 'Remembering the new settings';
      await commit({ generation, watched: ready.watched, kept: ready.kept });
    } catch (error) {
      const concerned = plan === null || current === null ? [] : concernedBy(current, plan);
      // Before anything is put back: afterwards the last words would be those of daemons that are well.
      const lastWords = await this.#runner.lastWords(concerned);
      const reason = await this.#reason(error, current, concerned);
      const back =
        plan !== null && isTouched
          ? await this.takeBack(touchedBy(plan), target.lastGood)
          : await this.#leaveAsItIs(target.lastGood);
      throw new ApplicationFailure({ step: doing, reason, lastWords, ...back });
    }
    await this.#close([target.lastGood.generation]);
  }

  /**
   * Puts the last good generation back, starts the daemons that were touched as it wants them, and looks at the service as
   * a client would. Does not throw.
   */
  async takeBack(touched: readonly string[], lastGood: LastGood): Promise<TakenBack> {
    try {
      const note = await this.#putBack(touched, lastGood);
      await this.#close([]);
      await this.#heal(lastGood.choices);
      const silent = await this.#runner.silent(this.#daemons(lastGood.choices));
      const seen = [...silent, ...(await this.#failures(lastGood.choices))];
      const found = seen.length === 0 ? '' : ` But not all is well: ${[...new Set(seen)].join(' ')}`;
      return {
        takenBack: `The last good configuration and its daemons are back.${note}${found}`,
        serviceDown: silent.length > 0,
      };
    } catch (error) {
      return {
        takenBack: `Putting the last good configuration back failed too. ${reasonOf(error)}`,
        serviceDown: true,
      };
    }
  }

  /**
   * Starts, in order, every daemon that these choices want and that is not up. Used when the panel starts. One that a new
   * version of the panel brought waits for the save that sets it up.
   * @returns why not, of those that do not serve
   */
  async startWanted(choices: Choices): Promise<readonly string[]> {
    await this.#declare(choices);
    const down: ChosenDaemon[] = [];
    const live = await this.#machine.configuration.live().catch(() => []);
    const files = this.#registry.modules.flatMap((module) => module.files);
    for (const chosen of this.#daemons(choices)) {
      if (isBroughtAnew(chosen.daemon.name, files, live)) continue;
      if (chosen.wanted && !(await this.#machine.daemons.state(chosen.daemon.name)).up) down.push(chosen);
    }
    return this.#runner.startAll(down);
  }

  /** Closes the journal and clears away what an interrupted save left, when the state that it had reached is good. */
  async clearAway(lastGood: LastGood): Promise<void> {
    await this.#makeLive(lastGood.generation);
    await this.#close([]);
  }

  /** Stops and starts one daemon, and those that do not survive its restart, and waits until each serves. */
  async restart(name: string, choices: Choices): Promise<void> {
    const chosen = this.#daemons(choices).filter(({ wanted }) => wanted);
    const affected = chosen.filter(
      ({ daemon }) => daemon.name === name || daemon.restartsWith.includes(name),
    );
    if (!affected.some(({ daemon }) => daemon.name === name)) throw new PanelError('daemon-unknown');
    await this.#runner.stop(affected.map(({ daemon }) => daemon.name));
    for (const one of affected) await this.#runner.start(one);
  }

  /** How each daemon stands that these choices want. */
  standings(choices: Choices): Promise<readonly DaemonStanding[]> {
    return Promise.all(
      this.#daemons(choices)
        .filter(({ wanted }) => wanted)
        .map(async (chosen) => ({
          daemon: chosen.daemon,
          standing: await this.#runner.standing(chosen),
        })),
    );
  }

  async #ready(target: Target, preparing: (sentence: string) => void): Promise<Ready> {
    await target.prepare?.();
    preparing('Looking at what the settings need');
    await this.#mustBePossible(target.choices);
    await this.#prepare(target, preparing);
    await this.#mustFindItsPorts(target);
    preparing('Rendering the configuration');
    const watched = await this.#watchedTexts(target.choices);
    const { files, undecided, overwritten, kept } = await this.#reconciled(target);
    if (undecided.length > 0) {
      throw new PanelError('hand-edits-undecided', { files: undecided.map(({ path }) => path).join(', ') });
    }
    preparing('Checking the configuration');
    await this.#inspect(files, target.choices);
    if (overwritten.length > 0)
      await this.#machine.configuration.setAside(overwritten.map(({ path }) => path));
    await this.#declare(target.choices, target.lastGood.choices);
    return { files, plan: await this.#plan(files, target), watched, kept };
  }

  /** Throws `settings-refused` with the reasons when settings cannot be put into force on this machine as it is now. */
  async #mustBePossible(choices: Choices): Promise<void> {
    for (const module of this.#enabled(choices)) {
      const refusals = await module.refusals(this.#machine, choiceOf(choices, module.id).settings);
      const reason = Object.values(refusals).join(' ');
      if (reason !== '') throw new PanelError('settings-refused', { module: module.title, reason });
    }
  }

  /** Throws `settings-refused` when another program has a port that a daemon is to listen on, before one is stopped. */
  async #mustFindItsPorts({ choices, lastGood }: Target): Promise<void> {
    const { layout, daemons } = this.#machine;
    for (const module of this.#enabled(choices)) {
      const { settings } = choiceOf(choices, module.id);
      const old = choiceOf(lastGood.choices, module.id);
      for (const daemon of module.daemons.filter((one) => one.wanted(settings))) {
        const { up } = await daemons.state(daemon.name);
        const own = up && old.enabled ? daemon.ports(layout, old.settings).map(({ port }) => port) : [];
        const reason = await takenPorts(this.#machine, daemon, settings, own);
        if (reason !== '') throw new PanelError('settings-refused', { module: module.title, reason });
      }
    }
  }

  async #prepare({ choices, lastGood }: Target, preparing: (sentence: string) => void): Promise<void> {
    for (const module of this.#enabled(choices)) {
      const { settings } = choiceOf(choices, module.id);
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
      this.#enabled(choices).map((module) =>
        module.render(
          this.#machine,
          choiceOf(choices, module.id).settings,
          neighboursOf(this.#registry, choices, module.id),
        ),
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
    for (const module of this.#enabled(choices)) {
      const own = files.filter(({ path }) => declarationOf(module.files, path) !== null);
      try {
        await module.inspect?.(this.#machine, own);
      } catch (error) {
        if (error instanceof PanelError) throw error;
        throw new PanelError('settings-refused', { module: module.title, reason: reasonOf(error) }, error);
      }
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

  async #plan(files: readonly PlannedFile[], { choices, lastGood, watchSeconds }: Target): Promise<Plan> {
    const daemons = await Promise.all(
      this.#daemons(choices, lastGood.choices).map(async ({ daemon, wanted }) => {
        const { up, wanted: kept, argv } = await this.#machine.daemons.state(daemon.name);
        const { name, title, restartsWith, stopsSlowly, disturbs, disconnectsEverybody } = daemon;
        return {
          ...{ name, title, wanted, up, kept },
          isOtherwise: runsOtherwise(argv, daemon.command(this.#machine).argv),
          ...{ restartsWith, stopsSlowly, disturbs, disconnectsEverybody },
        };
      }),
    );
    return planOf({ files, live: await this.#machine.configuration.live(), daemons, watchSeconds });
  }

  async #declare(choices: Choices, before: Choices = choices): Promise<void> {
    await this.#machine.daemons.declare(
      this.#daemons(choices, before).map(({ daemon }) => daemon.command(this.#machine)),
    );
  }

  async #carryOut(
    step: Exclude<PlanStep, { kind: 'write' }>,
    generation: number,
    target: Target,
    plan: Plan,
  ): Promise<void> {
    const { daemons, configuration } = this.#machine;
    switch (step.kind) {
      case 'stop':
        this.#runner.beginToStop(step.leaves);
        return this.#runner.stop(step.daemons);
      case 'activate':
        return configuration.activate(generation);
      case 'reload':
        return daemons.signal(step.daemon, 'SIGHUP');
      case 'start':
        return this.#runner.start(this.#find(step.daemon, target.choices));
      case 'prove':
        return this.#prove(target.choices);
      case 'watch': {
        const watched = [...plan.started, ...plan.reloaded].map((name) => this.#find(name, target.choices));
        return this.#runner.watch(watched, target.watchSeconds);
      }
    }
  }

  /** Runs every probe of every enabled module; the failures together are the reason. */
  async #prove(choices: Choices): Promise<void> {
    const failures = await this.#failures(choices);
    if (failures.length > 0) throw new Error(failures.join(' '));
  }

  /** What the probes of every enabled module find that is not as promised, in sentences. */
  async #failures(choices: Choices): Promise<readonly string[]> {
    const looks = this.#enabled(choices).map((module) =>
      findingsOf(
        this.#machine,
        module,
        choiceOf(choices, module.id).settings,
        neighboursOf(this.#registry, choices, module.id),
      ),
    );
    return (await Promise.all(looks))
      .flat()
      .filter(({ asPromised }) => !asPromised)
      .map(({ title, sentence }) => asSentence(`${title}: ${sentence}`));
  }

  /** Starts those again that nothing else helps, whether or not the save touched them. */
  async #heal(choices: Choices): Promise<void> {
    for (const { daemon, standing } of await this.standings(choices)) {
      if (standing === 'must-restart') await this.restart(daemon.name, choices);
    }
  }

  /** The reason of a failure; when a proof failed, with what the logs of the daemons concerned say of it. */
  async #reason(error: unknown, step: PlanStep | null, concerned: readonly string[]): Promise<string> {
    if (step?.kind !== 'prove') return reasonOf(error);
    const daemons = this.#registry.modules.flatMap((module) => module.daemons);
    const explanations = daemons
      .filter(({ name }) => concerned.includes(name))
      .map((daemon) => this.#runner.explanation(daemon));
    const said = [...new Set(await Promise.all(explanations))].filter((text) => text !== '');
    return [reasonOf(error), ...said].join(' ');
  }

  async #leaveAsItIs(lastGood: LastGood): Promise<TakenBack> {
    await this.#close([lastGood.generation]);
    return {
      takenBack: 'Nothing had been changed yet: the service runs on as before.',
      serviceDown: false,
    };
  }

  /**
   * The last good files are those that the panel wrote and proved. What somebody changed in them since gets one chance.
   * @returns what is to be said beside "they are back", or ''
   */
  async #putBack(touched: readonly string[], { choices, generation }: LastGood): Promise<string> {
    const { configuration } = this.#machine;
    await this.#runner.stop(touched);
    await this.#makeLive(generation);
    await this.#declare(choices);
    const wanted = this.#daemons(choices).filter(
      ({ daemon, wanted }) => wanted && touched.includes(daemon.name),
    );
    const live = await configuration.live().catch(() => []);
    const edited = live.filter(({ changedByHand }) => changedByHand);
    if (edited.length > 0) {
      try {
        for (const one of wanted) await this.#runner.start(one);
        return '';
      } catch {
        await this.#runner.stop(touched);
      }
    }
    const paths = edited.map(({ path }) => path);
    const copies = paths.length === 0 ? null : await configuration.setAside(paths);
    if (copies !== null) await configuration.restore(generation);
    const reasons = await this.#runner.startAll(wanted);
    if (reasons.length > 0) throw new Error(reasons.join(' '));
    if (copies === null) return '';
    return ` They did not start with what somebody had changed by hand (${paths.join(', ')}): these files are again as the panel wrote them. Copies of the changed ones are in ${copies}.`;
  }

  /** Makes a generation live, unless it is. What counts is where the symlink leads, also when a step after it failed. */
  async #makeLive(generation: number): Promise<void> {
    const { configuration } = this.#machine;
    const isLive = async (): Promise<boolean> => (await configuration.liveNumber()) === generation;
    if (await isLive()) return;
    try {
      await configuration.activate(generation);
    } catch (error) {
      if (!(await isLive())) throw error;
    }
  }

  /** What is good stays good when the journal cannot be closed: the next start of the panel closes it. */
  async #close(keep: readonly number[]): Promise<void> {
    try {
      await this.#journal(null);
      await this.#machine.configuration.prune(keep);
    } catch (error) {
      this.#machine.log.error(`what is left of a save could not be cleared away: ${reasonOf(error)}`);
    }
  }

  #enabled(choices: Choices): readonly Module[] {
    return this.#registry.modules.filter((module) => choiceOf(choices, module.id).enabled);
  }

  /** The daemons of all modules that are on in `choices` or `before`, in the order of starting. */
  #daemons(choices: Choices, before: Choices = choices): readonly ChosenDaemon[] {
    return this.#registry.modules
      .filter(({ id }) => choiceOf(choices, id).enabled || choiceOf(before, id).enabled)
      .flatMap((module) => {
        const { enabled, settings } = choiceOf(choices, module.id);
        return module.daemons.map((daemon) => ({
          daemon,
          settings,
          wanted: enabled && daemon.wanted(settings),
        }));
      });
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

/** The daemons that may have something to say when this step fails. */
function concernedBy(step: PlanStep, plan: Plan): readonly string[] {
  switch (step.kind) {
    case 'write':
    case 'activate':
      return [];
    case 'stop':
      return [...step.daemons, ...step.leaves];
    case 'reload':
    case 'start':
      return [step.daemon];
    case 'prove':
    case 'watch':
      return [...plan.started, ...plan.reloaded];
  }
}
