import { choiceOf, type Choices } from './draft.js';
import type { Module, Neighbour } from './module/index.js';
import type { Registry } from './registry.js';

/** The modules that are on in these choices beside the one of this id. */
export function neighboursOf(registry: Registry, choices: Choices, id: string): readonly Neighbour[] {
  return registry.modules
    .filter((module) => module.id !== id && choiceOf(choices, module.id).enabled)
    .map((module) => neighbour(module, choiceOf(choices, module.id).settings));
}

/** A module with its settings, as another module may ask it. */
export function neighbour(module: Module, settings: Neighbour['settings']): Neighbour {
  const { id, title } = module;
  return { id, title, settings, records: (machine) => module.records(machine, settings) };
}
