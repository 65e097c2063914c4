import { choiceOf, type Choices } from '../../core/draft.js';
import type { Module } from '../../core/module/index.js';
import type { Registry } from '../../core/registry.js';
import type { Settings } from '../../core/settings.js';
import { PanelError } from '../../errors.js';
import type { ChosenDaemon } from '../daemons/daemon-runner.js';

/** A module that is on, with its settings. */
export interface ChosenModule {
  readonly module: Module;
  readonly settings: Settings;
}

/** The modules that are on, in dependency order. */
export function enabledModules(registry: Registry, choices: Choices): readonly ChosenModule[] {
  return registry.modules.flatMap((module) => {
    const { enabled, settings } = choiceOf(choices, module.id);
    return enabled ? [{ module, settings }] : [];
  });
}

/** The daemons of all modules that are on in `choices` or `before`, in the order of starting. */
export function chosenDaemons(
  registry: Registry,
  choices: Choices,
  before: Choices = choices,
): readonly ChosenDaemon[] {
  return registry.modules
    .filter(({ id }) => choiceOf(choices, id).enabled || choiceOf(before, id).enabled)
    .flatMap((module) => {
      const { enabled, settings } = choiceOf(choices, module.id);
      return module.daemons.map((daemon) => ({
        daemon,
        settings,
        wanted: enabled && daemon.wanted(settings),
      }));
    });
}

/** One of {@link chosenDaemons}. Throws `daemon-unknown`. */
export function chosenDaemon(registry: Registry, name: string, choices: Choices): ChosenDaemon {
  const found = chosenDaemons(registry, choices).find(({ daemon }) => daemon.name === name);
  if (found === undefined) throw new PanelError('daemon-unknown');
  return found;
}
