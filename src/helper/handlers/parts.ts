import type { Machine } from '../../core/ports.js';
import type { Secret } from '../../core/secret.js';
import type { BegunSteps } from '../begun-steps.js';
import type { Declared } from '../declared.js';
import type { KnownFiles } from '../known-files.js';

/** What the handlers work with. */
export interface HandlerParts {
  /** The real machine. */
  readonly machine: Machine;
  readonly declared: Declared;
  readonly known: KnownFiles;
  readonly begun: BegunSteps;
  /** Every secret of the machine by its name. */
  readonly secrets: () => Promise<ReadonlyMap<string, Secret>>;
}
