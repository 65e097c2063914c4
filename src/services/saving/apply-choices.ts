import type { Choices, Active } from '../../core/draft.js';
import { isBroughtAnew } from '../../core/outdated.js';
import type { Plan, PlanStep } from '../../core/plan.js';
import type { Machine } from '../../core/ports.js';
import type { Registry } from '../../core/registry.js';
import { distinct } from '../../core/words/distinct.js';
import { passage, say, type Sentence } from '../../core/words/sentence.js';
import { Trouble, troubleOf } from '../../errors.js';
import { DaemonRunner, type ChosenDaemon } from '../daemons/daemon-runner.js';
import type { RestartTimes } from '../daemons/restart-times.js';
import { ApplicationFailure, type TakenBack } from './application-failure.js';
import { chosenDaemon, chosenDaemons } from './chosen.js';
import { LiveState } from './live-state.js';
import { Planner } from './planner.js';
import type { Journal, LastGood, Reporter, Target } from './target.js';

/**
 * Makes the machine be as the choices say: prepares, renders, plans, writes a generation, stops and starts what must
 * be, and proves it. When a step fails, the last good generation and its daemons are restored.
 */
export class ChoiceApplier {
  readonly #machine: Machine;
  readonly #registry: Registry;
  readonly #journal: Journal;
  /** Starts and stops the daemons. */
  readonly runner: DaemonRunner;
  readonly #planner: Planner;
  /** The active choices. */
  readonly live: LiveState;

  constructor(machine: Machine, registry: Registry, journal: Journal, times: Pick<RestartTimes, 'add'>) {
    this.#machine = machine;
    this.#registry = registry;
    this.#journal = journal;
    this.#planner = new Planner(machine, registry);
    this.runner = new DaemonRunner(
      machine,
      registry.modules.flatMap(({ daemons }) => daemons),
      times,
    );
    const parts = { machine, registry, planner: this.#planner, runner: this.runner, journal };
    this.live = new LiveState(parts);
  }

  /**
   * The order is what makes it safe to be interrupted at any point: a new generation is written beside the live one,
   * then the journal says what is about to be touched, then it is touched, and `commit` makes it the saved state by one
   * write. The journal is closed last.
   * @param commit called when everything is proved; when it fails, everything is restored
   * @throws ApplicationFailure
   */
  async apply(target: Target, report: Reporter, commit: (active: Active) => Promise<void>): Promise<void> {
    const { configuration } = this.#machine;
    let doing: Sentence = say`Reading the settings`;
    const preparing = (sentence: Sentence): void => {
      doing = sentence;
      report.preparing(sentence);
    };
    let plan: Plan | null = null;
    let current: PlanStep | null = null;
    let isTouched = false;
    try {
      preparing(doing);
      const ready = await this.#planner.ready(target, preparing);
      plan = ready.plan;
      report.planned(plan.steps);
      let generation = await configuration.liveNumber();
      for (current of plan.steps) {
        doing = current.sentence;
        report.began(current);
        if (current.kind === 'write') generation = await configuration.write(ready.files);
        else {
          if (!isTouched && current.kind !== 'prove') {
            await this.#journal.touching(touchedBy(plan));
            isTouched = true;
          }
          await this.#carryOut(current, generation, target);
        }
        report.ended(current);
      }
      current = null;
      doing = say`Storing the new settings`;
      await commit({ generation, watched: ready.watched, kept: ready.kept });
    } catch (error) {
      const concerned = plan === null || current === null ? [] : concernedBy(current, plan);
      // Before anything is put back: afterwards the last words would be those of daemons that are well.
      const lastWords = await this.runner.lastWords(concerned);
      const reason = await this.#reason(error, current, concerned);
      const back =
        plan !== null && isTouched
          ? await this.live.takeBack(touchedBy(plan), target.lastGood)
          : await this.#leaveAsItIs();
      throw new ApplicationFailure({ step: doing, reason, lastWords, ...back });
    }
    await this.live.close();
  }

  /**
   * Starts, in order, every daemon that these choices want and that is not up. Used when the panel starts. One that a new
   * version of the panel brought waits for the save that sets it up.
   * @returns why not, of those that do not serve
   */
  async startWanted(choices: Choices): Promise<readonly Sentence[]> {
    await this.#planner.declare(choices);
    const down: ChosenDaemon[] = [];
    const live = await this.#machine.configuration.live().catch(() => []);
    const files = this.#registry.modules.flatMap((module) => module.files);
    for (const chosen of chosenDaemons(this.#registry, choices)) {
      if (isBroughtAnew(chosen.daemon.name, files, live)) continue;
      if (chosen.wanted && !(await this.#machine.daemons.state(chosen.daemon.name)).up) down.push(chosen);
    }
    return this.runner.startAll(down);
  }

  /** Closes the journal and clears away what an interrupted save left, when the state that it had reached is good. */
  async clearAway(lastGood: LastGood): Promise<void> {
    await this.live.makeLive(lastGood.generation);
    await this.live.close();
  }

  async #carryOut(
    step: Exclude<PlanStep, { kind: 'write' }>,
    generation: number,
    target: Target,
  ): Promise<void> {
    const { configuration } = this.#machine;
    switch (step.kind) {
      case 'stop':
        this.runner.beginToStop(step.leaves);
        return this.runner.stop(step.daemons);
      case 'activate':
        return configuration.activate(generation);
      case 'reload':
        return this.runner.reload(step.daemon);
      case 'start':
        return this.runner.start(chosenDaemon(this.#registry, step.daemon, target.choices));
      case 'prove':
        return this.#prove(target.choices);
    }
  }

  /** Runs every probe of every enabled module; the failures together are the reason. */
  async #prove(choices: Choices): Promise<void> {
    const failures = await this.live.failures(choices);
    if (failures.length > 0) throw new Trouble(passage(...failures));
  }

  /** The reason of a failure; when a proof failed, with what the logs of the daemons concerned say of it. */
  async #reason(error: unknown, step: PlanStep | null, concerned: readonly string[]): Promise<Sentence> {
    if (step?.kind !== 'prove') return troubleOf(error);
    const daemons = this.#registry.modules.flatMap((module) => module.daemons);
    const explanations = daemons
      .filter(({ name }) => concerned.includes(name))
      .map((daemon) => this.runner.explanation(daemon));
    return passage(troubleOf(error), ...distinct(await Promise.all(explanations)));
  }

  async #leaveAsItIs(): Promise<TakenBack> {
    await this.live.close();
    return {
      takenBack: say`Nothing was changed. The service runs as before.`,
      serviceDown: false,
    };
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
      return [...plan.started, ...plan.reloaded];
  }
}
