import { z } from 'zod';
import type { EnableStep, Module, Offer } from '../../core/module/index.js';
import type { Document, Machine } from '../../core/ports.js';
import type { Settings } from '../../core/settings.js';
import { english } from '../../core/words/english.js';
import { allOf, say, type Sentence, type Value } from '../../core/words/sentence.js';
import { PanelError, reasonOf, troubleOf } from '../../errors.js';
import { neededSteps } from './needed-steps.js';

const schema = z.object({ module: z.string(), steps: z.array(z.int()) }).nullable();

/** Steps of enabling a module that were begun. */
export interface BegunSteps {
  readonly module: Module;
  readonly steps: readonly EnableStep<Settings>[];
}

/** Carries out the steps of enabling a module, and writes down each before: after a crash the next start undoes them. */
export class EnablingJournal {
  readonly #machine: Machine;
  readonly #document: Document;

  constructor(machine: Machine) {
    this.#machine = machine;
    this.#document = machine.store.document('enabling');
  }

  /** What was begun and neither settled nor undone, or null. */
  async begun(modules: readonly Module[]): Promise<BegunSteps | null> {
    const open = schema.parse(await this.#document.read());
    const module = modules.find(({ id }) => id === open?.module);
    if (open === null || module === undefined) return null;
    return { module, steps: open.steps.flatMap((index) => module.enableSteps[index] ?? []) };
  }

  /**
   * Carries out the steps that a module needs on this machine, and returns them.
   * @param accepted what is taken over, or null
   * @throws PanelError `enable-failed`; the steps are undone, or it says which could not be
   */
  async carryOut(
    module: Module,
    settings: Settings,
    accepted: Offer<Settings> | null,
  ): Promise<readonly EnableStep<Settings>[]> {
    const begun: EnableStep<Settings>[] = [];
    for (const step of await neededSteps(this.#machine, module, accepted)) {
      begun.push(step);
      await this.#document.write({
        module: module.id,
        steps: begun.map((one) => module.enableSteps.indexOf(one)),
      });
      try {
        await step.run(this.#machine, settings);
      } catch (error) {
        throw enableFailed(module, step.what, await this.undo(begun), error);
      }
    }
    return begun;
  }

  /** Undoes the steps, the last one first. Returns what became of them. */
  async undo(steps: readonly EnableStep<Settings>[]): Promise<Sentence> {
    const left: Sentence[] = [];
    for (const step of [...steps].reverse()) {
      try {
        await step.undo(this.#machine);
      } catch (error) {
        this.#machine.log.error(`undoing "${english(step.what)}" failed: ${reasonOf(error)}`);
        left.push(say`“${{ step: step.what }}”`);
      }
    }
    // What could not be undone is tried again at the next start.
    if (left.length > 0) return say`These steps could not be undone: ${{ steps: allOf(left) }}.`;
    await this.#document.write(null);
    return steps.length > 0 ? say`Its steps were undone.` : say`Its settings and data are unchanged.`;
  }

  /** What these steps made is not undone any more. */
  async settle(steps: readonly EnableStep<Settings>[]): Promise<void> {
    for (const step of steps) await step.settle?.(this.#machine);
    await this.#document.write(null);
  }
}

/** Why a module is not on, after what was done was undone. */
export function enableFailed(module: Module, step: Value, undone: Sentence, cause: unknown): PanelError {
  return new PanelError(
    'enable-failed',
    { module: module.title, step, reason: troubleOf(cause), undone },
    cause,
  );
}
