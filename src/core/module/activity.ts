import type { Machine } from '../ports.js';
import type { Settings } from '../settings.js';
import type { Sentence } from '../words/sentence.js';

/** What a service counts itself, for the plots on the home page. */
export interface CountDeclaration {
  /** Names it among the module's, in the file where it is kept. */
  readonly name: string;
  readonly label: Sentence;
}

/** What a service has counted since it began. */
export interface Counted {
  /** Another text whenever the service began anew, and so counts from 0. */
  readonly run: string;
  /** By the names of the {@link CountDeclaration}s. */
  readonly totals: Readonly<Record<string, number>>;
}

/** What of a module's service the panel keeps and draws over time, beside whose sessions it watches. */
export interface ActivityControl<S> {
  /** What the number of open sessions is called. */
  readonly sessions: Sentence;
  readonly counts: readonly CountDeclaration[];
  /** Asked once a minute. Null where the service is of an older version, which does not count. Throws when it does not answer. */
  counted(machine: Machine, settings: S): Promise<Counted | null>;
}

/** The same for any settings, refusing those that are none of the module's; null where the module has none. */
export function parsedActivity<S>(
  activity: ActivityControl<S> | undefined,
  parse: (settings: Settings) => S,
): ActivityControl<Settings> | null {
  if (activity === undefined) return null;
  const { sessions, counts } = activity;
  return {
    ...{ sessions, counts },
    counted: (machine, settings) => activity.counted(machine, parse(settings)),
  };
}
