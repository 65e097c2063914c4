import type { RequestOf } from '../../core/helper-verbs.js';
import type { Settings } from '../../core/settings.js';
import type { HandlersOf } from './handlers.js';
import type { HandlerParts } from './parts.js';

/** The steps of enabling a module, and what it prepares before its files are in force. */
export function moduleStepHandlers({
  machine,
  declared,
  begun,
}: HandlerParts): HandlersOf<`module.step-${string}` | `module.preparation-${string}`> {
  /** The settings and those before, both of the module. */
  const settingsOf = (
    request: RequestOf<'module.preparation-run'>,
  ): readonly [now: Settings, before: Settings | null] => {
    const module = declared.module(request.module);
    const { settings, before } = request;
    return [declared.settings(module, settings), before === null ? null : declared.settings(module, before)];
  };

  return {
    async 'module.step-needed'({ module, step }) {
      return (await declared.step(module, step).needed?.(machine)) ?? true;
    },

    async 'module.step-run'({ module, step, settings }) {
      const found = declared.step(module, step);
      const checked = declared.settings(declared.module(module), settings);
      await begun.add(module, step);
      await found.run(machine, checked);
      return null;
    },

    async 'module.step-undo'({ module, step }) {
      const found = declared.step(module, step);
      // Only what was begun and is not settled: a module that is enabled keeps what it has.
      if (!(await begun.has(module, step))) return null;
      await found.undo(machine);
      await begun.remove(module, step);
      return null;
    },

    async 'module.step-settle'({ module, step }) {
      await declared.step(module, step).settle?.(machine);
      await begun.remove(module, step);
      return null;
    },

    async 'module.preparation-needed'(request) {
      const preparation = declared.preparation(request.module, request.preparation);
      return preparation.needed(machine, ...settingsOf(request));
    },

    async 'module.preparation-run'(request) {
      const preparation = declared.preparation(request.module, request.preparation);
      await preparation.run(machine, ...settingsOf(request));
      return null;
    },
  };
}
