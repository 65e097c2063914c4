import { choiceOf } from '../../core/draft.js';
import type { Registry } from '../../core/registry.js';
import type { PanelStateKeeper } from '../saving/panel-state.js';

/** The host names that the saved settings of the modules that are on give this machine. */
export function servedNames({
  registry,
  keeper,
}: {
  readonly registry: Registry;
  readonly keeper: Pick<PanelStateKeeper, 'state'>;
}): readonly string[] {
  const { saved } = keeper.state();
  return registry.modules.flatMap((module) => {
    const { enabled, settings } = choiceOf(saved, module.id);
    // Settings of another version that are no settings any more shut nobody out.
    const isValid = module.settings.schema.safeParse(settings).success;
    return enabled && isValid ? module.hosts(settings) : [];
  });
}
