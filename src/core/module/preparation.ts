import type { Sentence } from '../words/sentence.js';
import type { Machine } from '../ports.js';
import type { Settings } from '../settings.js';

/** Work that the settings need before files are rendered (a certificate for a new domain, a copy of the storage). */
export interface PreparationDeclaration<S> {
  readonly what: Sentence;
  /** `before` is null when the module was never saved as enabled. */
  needed(machine: Machine, settings: S, before: S | null): Promise<boolean>;
  run(machine: Machine, settings: S, before: S | null): Promise<void>;
}

/** A preparation that takes any settings, and refuses those that are none of the module's. */
export function parsedPreparation<S>(
  declared: PreparationDeclaration<S>,
  parse: (settings: Settings) => S,
): PreparationDeclaration<Settings> {
  const parseBefore = (before: Settings | null): S | null => (before === null ? null : parse(before));
  return {
    what: declared.what,
    needed: (machine, settings, before) => declared.needed(machine, parse(settings), parseBefore(before)),
    run: (machine, settings, before) => declared.run(machine, parse(settings), parseBefore(before)),
  };
}
