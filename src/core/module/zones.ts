import type { Settings } from '../settings.js';
import type { Sentence } from '../words/sentence.js';

/** What a module that keeps a DNS says of names that other modules need. */
export interface ZoneControl<S> {
  /** Whether the records of a name are kept here with these settings. */
  holds(settings: S, name: string): boolean;
  /** What the page says of a name that is kept here and does not resolve to this machine yet. */
  whenHeld(name: string): Sentence;
  /** The label of the link, and the path of a form that adds the name, filled in. */
  readonly label: Sentence;
  addPath(name: string, addresses: readonly string[]): string;
}

/** The same for any settings, refusing those that are none of the module's; null where the module keeps no DNS. */
export function parsedZones<S>(
  zones: ZoneControl<S> | undefined,
  parse: (settings: Settings) => S,
): ZoneControl<Settings> | null {
  if (zones === undefined) return null;
  return {
    label: zones.label,
    holds: (settings, name) => zones.holds(parse(settings), name),
    whenHeld: (name) => zones.whenHeld(name),
    addPath: (name, addresses) => zones.addPath(name, addresses),
  };
}
