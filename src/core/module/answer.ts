import type { Settings } from '../settings.js';
import type { Sentence } from '../words/sentence.js';

/** A fact beside the answer on the home page: "Other servers", "Allowed". */
export interface StandingFact {
  readonly label: Sentence;
  readonly value: Sentence;
}

/** The answer on the home page to "does it work?", in the module's own words. */
export interface ServiceAnswer<S> {
  /** Said when every daemon that the settings need answers. */
  works(settings: S): Sentence;
  /** Said when one of them does not. */
  fails(settings: S): Sentence;
  /** How many are connected now: sessions, and the users whose they are. */
  connected(sessions: number, users: number): Sentence;
  /** What the settings say that belongs to the answer. */
  facts(settings: S): readonly StandingFact[];
}

/** The same for any settings, refusing those that are none of the module's; null where the module has none. */
export function parsedAnswer<S>(
  answer: ServiceAnswer<S> | undefined,
  parse: (settings: Settings) => S,
): ServiceAnswer<Settings> | null {
  if (answer === undefined) return null;
  return {
    works: (settings) => answer.works(parse(settings)),
    fails: (settings) => answer.fails(parse(settings)),
    connected: (sessions, users) => answer.connected(sessions, users),
    facts: (settings) => answer.facts(parse(settings)),
  };
}
