import { Mutex } from '../../core/mutex.js';
import type { HandlersOf } from './handlers.js';
import type { HandlerParts } from './parts.js';

/** The steps of enabling a module. */
export function moduleStepHandlers({
  machine,
  declared,
  begun,
}: HandlerParts): HandlersOf<`module.step-${string}`> {
  // What was begun, and what modules write down of what they make, is read, changed and written: one step at a time.
  const turns = new Mutex();
  return {
    async 'module.step-needed'({ module, step }) {
      return (await declared.step(module, step).needed?.(machine)) ?? true;
    },

    async 'module.step-run'({ module, step, settings }) {
      const found = declared.step(module, step);
      const checked = declared.settings(declared.module(module), settings);
      return turns.run(async () => {
        await begun.add(module, step);
        await found.run(machine, checked);
        return null;
      });
    },

    async 'module.step-undo'({ module, step }) {
      const found = declared.step(module, step);
      return turns.run(async () => {
        // Only what was begun and is not settled: a module that is enabled keeps what it has.
        if (!(await begun.has(module, step))) return null;
        await found.undo(machine);
        await begun.remove(module, step);
        return null;
      });
    },

    async 'module.step-settle'({ module, step }) {
      const found = declared.step(module, step);
      return turns.run(async () => {
        await found.settle?.(machine);
        await begun.remove(module, step);
        return null;
      });
    },
  };
}
