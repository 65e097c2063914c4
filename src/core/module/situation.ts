import type { Machine } from '../ports.js';
import type { ModuleRecords } from './records.js';

/** What a module's functions are told: the settings that are to be applied, and what was found on the machine. */
export interface Situation<S, F> {
  readonly settings: S;
  /** Gathered once a save, when the files are rendered. */
  readonly facts: F;
  readonly machine: Machine;
}

/** What a module is told before anything is gathered. */
export interface Asked<S> {
  readonly machine: Machine;
  readonly settings: S;
  /** What the modules beside it would have in the DNS. */
  readonly records: readonly ModuleRecords[];
}
