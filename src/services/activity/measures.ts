import type { Registry } from '../../core/registry.js';
import type { Sentence } from '../../core/words/sentence.js';

/** The name under which the open sessions of a module are kept. */
export const SESSIONS = 'sessions';

/** A number that is drawn. */
export interface Measure {
  /** Names it in the history. */
  readonly key: string;
  readonly module: string;
  readonly label: Sentence;
  /** `level`: how many there are at a time; `count`: how many happen in a time. */
  readonly kind: 'level' | 'count';
}

/** The name of a module's number in the history. */
export function keyOf(module: string, name: string): string {
  return `${module}.${name}`;
}

/** Every number that modules let the panel keep, in the order in which they are drawn. */
export function measuresOf(registry: Registry): readonly Measure[] {
  return registry.modules.flatMap(({ id: module, activity }): readonly Measure[] =>
    activity === null
      ? []
      : [
          { key: keyOf(module, SESSIONS), module, label: activity.sessions, kind: 'level' },
          ...activity.counts.map(({ name, label }): Measure => ({
            key: keyOf(module, name),
            module,
            label,
            kind: 'count',
          })),
        ],
  );
}
