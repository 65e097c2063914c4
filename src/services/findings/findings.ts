import type { Module, Neighbour } from '../../core/module/index.js';
import type { Machine } from '../../core/ports.js';
import type { Settings } from '../../core/settings.js';
import type { Sentence } from '../../core/words/sentence.js';
import { troubleOf } from '../../errors.js';

/** What a client found at one look. */
export interface Finding {
  /** The setting that it tells about, or `''`. */
  readonly setting: string;
  readonly title: Sentence;
  /** Whether it is what the settings promise. */
  readonly asPromised: boolean;
  readonly sentence: Sentence;
}

/** Runs every probe of a module, all at once; at most about 3 s. */
export function findingsOf(
  machine: Machine,
  module: Pick<Module, 'probes'>,
  settings: Settings,
  neighbours: readonly Neighbour[],
): Promise<readonly Finding[]> {
  return Promise.all(
    module.probes.map(async (probe): Promise<Finding> => {
      const { setting, title } = probe;
      try {
        return {
          setting,
          title,
          asPromised: true,
          sentence: await probe.look(machine, settings, neighbours),
        };
      } catch (error) {
        return { setting, title, asPromised: false, sentence: troubleOf(error) };
      }
    }),
  );
}
