import type { Choices, PanelState } from '../../core/draft.js';
import type { Decisions, KeptEdits } from '../../core/drift.js';
import type { PlanStep } from '../../core/plan.js';
import type { Sentence } from '../../core/words/sentence.js';

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
  /** Hand edits that were kept at earlier saves. */
  readonly kept: KeptEdits;
  /** What was decided for files that were changed by hand since. */
  readonly decisions: Decisions;
  /** Work before everything else that is a part of the application. */
  readonly prepare?: () => Promise<void>;
}

/** These choices on the machine as this state says that it is: nothing is decided. */
export function targetOf({ saved, generation, kept }: PanelState, choices: Choices): Target {
  return { choices, lastGood: { choices: saved, generation }, kept, decisions: {} };
}

/** Told how the work goes on. */
export interface Reporter {
  /** The work before the plan is known: preparations and rendering. */
  preparing(sentence: Sentence): void;
  /** The plan is known: these steps follow, and no others. */
  planned(steps: readonly PlanStep[]): void;
  began(step: PlanStep): void;
  ended(step: PlanStep): void;
}

/** What a save tells the journal, which a crash does not make forget; see {@link SaveJournal}. */
export interface Journal {
  /** These daemons, and the live generation, are about to be touched. */
  touching(daemons: readonly string[]): Promise<void>;
  /** The save under way is over: the saved state says whether it became active. */
  settle(): Promise<void>;
  /** The generation that must stay, beside the live one; 0 for none. */
  needed(): number;
}
