import type { Machine } from '../ports.js';
import type { Settings } from '../settings.js';
import type { Sentence } from '../words/sentence.js';
import { recordsOf, type Neighbour } from './records.js';
import type { Asked } from './situation.js';

/** Something that a client must now see, proved after a save and whenever it is asked for. */
export interface ProbeDeclaration<S> {
  readonly name: string;
  /** The setting beside which the result is shown, or `''`. */
  readonly setting: string;
  readonly title: Sentence;
  /** What was seen. Throws a {@link Trouble} when it is not what the settings say. */
  look(asked: Asked<S>): Promise<Sentence>;
}

/** A probe as services see it. */
export interface Probe {
  readonly name: string;
  readonly setting: string;
  readonly title: Sentence;
  look(machine: Machine, settings: Settings, neighbours: readonly Neighbour[]): Promise<Sentence>;
}

/** A probe that takes any settings, and refuses those that are none of the module's. */
export function parsedProbe<S>(declared: ProbeDeclaration<S>, parse: (settings: Settings) => S): Probe {
  return {
    name: declared.name,
    setting: declared.setting,
    title: declared.title,
    look: async (machine, settings, neighbours) =>
      declared.look({
        machine,
        settings: parse(settings),
        records: await recordsOf(machine, neighbours),
      }),
  };
}
