import { choiceOf, type Choices } from '../../core/draft.js';
import type { Module } from '../../core/module/index.js';
import type { Registry } from '../../core/registry.js';
import { PanelError } from '../../errors.js';
import type { ChosenDaemon } from '../daemons/daemon-runner.js';

/** The modules that are on. */
export function enabledModules(registry: Registry, choices: Choices): readonly Module[] {
  return registry.modules.filter((module) => choiceOf(choices, module.id).enabled);
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
