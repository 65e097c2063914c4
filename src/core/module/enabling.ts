import type { Sentence, Value } from '../words/sentence.js';
import type { Machine } from '../ports.js';
import type { Settings } from '../settings.js';

/** One thing that enabling a module does. The consent page shows exactly these, then they are run in this order. */
export interface EnableStep<S> {
  /** What is done, as the administrator would say it. */
  readonly what: Sentence;
  readonly why: Sentence;
  /**
   * Whether there is anything to do on this machine; without it there always is. What is not needed is neither shown nor
   * done.
   */
  needed?(machine: Machine): Promise<boolean>;
  /** True for what is only done when the module's {@link Offer} is accepted. */
  readonly isOffered?: boolean;
  /** Leaves things as they are where they are right already. */
  run(machine: Machine, settings: S): Promise<void>;
  /**
   * Takes back what the last `run` did, when a later step fails or the panel ended in the middle; it may have been done in
   * part. What was made is known from the store, so that a new process can do it.
   */
  undo(machine: Machine): Promise<void>;
  /** The module is enabled: what was made is not to be taken back any more. */
  settle?(machine: Machine): Promise<void>;
}

/**
 * What is on the machine already and can be taken over when the module is enabled for the first time. Accepting it puts
 * its settings into the draft and carries out the steps that are offered.
 */
export interface Offer<S> {
  readonly title: Sentence;
  /** What was found. */
  readonly found: readonly { readonly label: Sentence; readonly value: Value }[];
  /** What taking it over does and does not do, in sentences. */
  readonly notes: readonly Sentence[];
  /** The label of the box to tick; null when it cannot be taken over, which the notes explain. */
  readonly accept: Sentence | null;
  readonly settings: Partial<S>;
}

/** A step that takes any settings, and refuses those that are none of the module's. */
export function parsedStep<S>(step: EnableStep<S>, parse: (settings: Settings) => S): EnableStep<Settings> {
  return {
    what: step.what,
    why: step.why,
    needed: async (machine) => (await step.needed?.(machine)) ?? true,
    isOffered: step.isOffered ?? false,
    run: (machine, settings) => step.run(machine, parse(settings)),
    undo: (machine) => step.undo(machine),
    settle: async (machine) => {
      await step.settle?.(machine);
    },
  };
}
