import type { PlannedFile } from './module/index.js';
import { daemonChanges } from './plan/daemon-changes.js';
import { changesOf, type FileChange } from './plan/file-changes.js';
import type { PlannedDaemon } from './plan/planned-daemon.js';
import { stepsOf, type PlanStep } from './plan/steps.js';
import type { LiveFile } from './ports.js';
import { distinct } from './words/distinct.js';
import type { Sentence } from './words/sentence.js';

export type { FileChange } from './plan/file-changes.js';
export type { PlannedDaemon } from './plan/planned-daemon.js';
export type { PlanStep } from './plan/steps.js';

/** What a save is going to do. */
export interface Plan {
  readonly steps: readonly PlanStep[];
  readonly changes: readonly FileChange[];
  /** Daemons that are stopped and stay so. */
  readonly stopped: readonly string[];
  /** Daemons that are started; also those that were up before and are stopped first. */
  readonly started: readonly string[];
  /** Those of them that serve now. */
  readonly restarted: readonly string[];
  readonly reloaded: readonly string[];
  /** Whom it disturbs, by the daemons that serve now and are restarted or stopped; each sentence once. */
  readonly disturbs: readonly Sentence[];
  readonly disconnectsEverybody: boolean;
}

/** What the plan is made from. Daemons stand in the order of starting. */
export interface PlanInput {
  readonly files: readonly PlannedFile[];
  readonly live: readonly LiveFile[];
  readonly daemons: readonly PlannedDaemon[];
}

/**
 * Decides what must be written, stopped and started so that the machine is as the rendered files say. What need not be
 * touched is not: without a change no step touches a file or a daemon. Slow daemons are told to stop with the others,
 * and are waited for only when the others have been started.
 */
export function planOf({ files, live, daemons }: PlanInput): Plan {
  const changes = changesOf(files, live);
  const touched = daemonChanges(daemons, files, changes);
  const served = touched.stopsFirst.filter((daemon) => daemon.up);
  return {
    steps: stepsOf(changes.length, touched),
    changes,
    stopped: touched.stopped.map(({ name }) => name),
    started: touched.started.map(({ name }) => name),
    restarted: touched.started.filter(({ up }) => up).map(({ name }) => name),
    reloaded: touched.reloaded.map(({ name }) => name),
    disturbs: disturbancesOf(served),
    disconnectsEverybody: served.some((daemon) => daemon.disconnectsEverybody),
  };
}

/** Where every user is disconnected, smaller disturbances need no words, and "nobody is disconnected" would be wrong. */
function disturbancesOf(daemons: readonly PlannedDaemon[]): readonly Sentence[] {
  const worst = daemons.filter((daemon) => daemon.disconnectsEverybody);
  return distinct((worst.length > 0 ? worst : daemons).map(({ disturbs }) => disturbs));
}
