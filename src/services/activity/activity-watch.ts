import type { Counted } from '../../core/module/index.js';
import type { Machine } from '../../core/ports.js';
import type { Registry } from '../../core/registry.js';
import { reasonOf } from '../../errors.js';
import type { SessionWatch } from '../people/session-watch.js';
import { enabledModules } from '../saving/chosen.js';
import type { PanelStateKeeper } from '../saving/panel-state.js';
import type { ActivityHistory } from './activity-history.js';
import { keyOf, SESSIONS } from './measures.js';

/** Milliseconds between two answers beyond which it is not known when something was counted. */
const TOO_LONG = 150_000;

/** What a service said last. */
interface Answer {
  /** Monotonic milliseconds. */
  readonly at: number;
  readonly counted: Counted;
}

/** What is needed to watch activity. */
export interface ActivityWatchParts {
  readonly machine: Machine;
  readonly registry: Registry;
  readonly keeper: Pick<PanelStateKeeper, 'state'>;
  readonly sessionWatch: Pick<SessionWatch, 'onLook'>;
  readonly history: ActivityHistory;
}

/**
 * Feeds the history: with every look of the session watch, and once a minute with what services count themselves. Where an
 * answer is missing nothing is added, so that the plots have a gap there.
 */
export class ActivityWatch {
  readonly #parts: ActivityWatchParts;
  /** Module → its last answer. */
  readonly #last = new Map<string, Answer>();
  #trouble = '';

  constructor(parts: ActivityWatchParts) {
    this.#parts = parts;
    parts.sessionWatch.onLook((module, sessions) =>
      parts.history.level(keyOf(module, SESSIONS), sessions.length),
    );
  }

  /** One round, to be repeated every minute. Trouble is logged once, not at every round. Does not throw. */
  async look(): Promise<void> {
    const troubles: string[] = [];
    for (const { module, settings } of enabledModules(
      this.#parts.registry,
      this.#parts.keeper.state().saved,
    )) {
      try {
        const counted = (await module.activity?.counted(this.#parts.machine, settings)) ?? null;
        if (counted !== null) this.#take(module.id, counted);
      } catch (error) {
        troubles.push(reasonOf(error));
      }
    }
    const trouble = troubles.join(', ');
    if (trouble !== '' && trouble !== this.#trouble)
      this.#parts.machine.log.info(`cannot ask what was counted: ${trouble}`);
    this.#trouble = trouble;
    await this.#parts.history.keep();
  }

  /** Adds what came since the last answer. The first answer, and one after a long silence, only tell where to go on. */
  #take(module: string, counted: Counted): void {
    const { machine, history } = this.#parts;
    const at = machine.clock.monotonic();
    const before = this.#last.get(module);
    this.#last.set(module, { at, counted });
    if (before === undefined || at - before.at > TOO_LONG) return;
    for (const [name, total] of Object.entries(counted.totals)) {
      const since = before.counted.run === counted.run ? (before.counted.totals[name] ?? 0) : 0;
      if (total >= since) history.count(keyOf(module, name), total - since);
    }
  }
}
