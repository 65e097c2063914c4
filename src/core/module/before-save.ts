import type { Machine } from '../ports.js';
import type { Settings } from '../settings.js';
import type { Sentence } from '../words/sentence.js';

/** What a save would change for people who use a module's service, and the page on which they are told first. */
export interface BeforeSave {
  readonly sentences: readonly Sentence[];
  readonly remedy: { readonly label: Sentence; readonly path: string };
}

/** @param active what the service runs with @param wanted what the save is to make active */
export type BeforeSaveLook<S> = (machine: Machine, active: S, wanted: S) => Promise<BeforeSave | null>;

/** The same for any settings, refusing those that are none of the module's; nobody is told where the module has none. */
export function parsedBeforeSave<S>(
  look: BeforeSaveLook<S> | undefined,
  parse: (settings: Settings) => S,
): BeforeSaveLook<Settings> {
  return async (machine, active, wanted) =>
    look === undefined ? null : look(machine, parse(active), parse(wanted));
}
