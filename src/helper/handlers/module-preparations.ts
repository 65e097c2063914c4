import type { RequestOf } from '../../core/helper-verbs.js';
import type { Settings } from '../../core/settings.js';
import type { HandlersOf } from './handlers.js';
import type { HandlerParts } from './parts.js';

/** What a module prepares before its files are active. */
export function modulePreparationHandlers({
  machine,
  declared,
}: HandlerParts): HandlersOf<`module.preparation-${string}`> {
  /** The settings and those before, both of the module. */
  const settingsOf = (
    request: RequestOf<'module.preparation-run'>,
  ): readonly [now: Settings, before: Settings | null] => {
    const module = declared.module(request.module);
    const { settings, before } = request;
    return [declared.settings(module, settings), before === null ? null : declared.settings(module, before)];
  };

  return {
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
