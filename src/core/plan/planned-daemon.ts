import type { Sentence } from '../words/sentence.js';

/** A daemon as the plan sees it. */
export interface PlannedDaemon {
  readonly name: string;
  readonly title: Sentence;
  readonly wanted: boolean;
  readonly up: boolean;
  /** It runs with another command than it would be started with now. */
  readonly isOtherwise: boolean;
  /** The supervisor is told to keep it up: when it is not, it crashes and is being started again and again. */
  readonly kept: boolean;
  readonly restartsWith: readonly string[];
  readonly stopsSlowly: boolean;
  readonly disturbs: Sentence;
  readonly disconnectsEverybody: boolean;
}
