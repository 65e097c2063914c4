import type { Module, Offer } from '../../core/module/index.js';
import type { Machine } from '../../core/ports.js';
import type { Settings } from '../../core/settings.js';
import type { Sentence } from '../../core/words/sentence.js';
import type { ModuleRow } from './module-row.js';
import { neededSteps } from './needed-steps.js';

/** What the consent page shows: what enabling is going to do. */
export interface Consent {
  /** The state folder: all that the panel writes lies below it. */
  readonly folder: string;
  /** The modules that were never configured, in the order of enabling. Empty when no consent is needed. */
  readonly modules: readonly {
    readonly module: Module;
    /** What is already there and can be taken over with it, or null. */
    readonly offer: Offer<Settings> | null;
    /** Those that are offered are only carried out when the offer is accepted. */
    readonly actions: readonly {
      readonly what: Sentence;
      readonly why: Sentence;
      readonly isOffered: boolean;
    }[];
    readonly files: readonly { readonly path: string; readonly why: Sentence }[];
  }[];
  /** The modules that are turned on with it because it depends on them. */
  readonly alsoEnabled: readonly Module[];
}

/**
 * What turning modules on would do now.
 * @param rows the modules with all that they depend on, each once and dependencies first
 * @param ids those that were chosen
 */
export async function consentTo(
  machine: Machine,
  rows: readonly ModuleRow[],
  ids: readonly string[],
): Promise<Consent> {
  const fresh = rows.filter(({ configured }) => !configured);
  return {
    folder: machine.layout.state,
    modules: await Promise.all(fresh.map(({ module }) => toSetUp(machine, module))),
    alsoEnabled: rows
      .filter(({ enabled, module }) => !enabled && !ids.includes(module.id))
      .map(({ module }) => module),
  };
}

async function toSetUp(machine: Machine, module: Module): Promise<Consent['modules'][number]> {
  const offer = await module.offer(machine);
  const steps = await neededSteps(machine, module, offer);
  return {
    module,
    offer,
    actions: steps.map(({ what, why, isOffered = false }) => ({ what, why, isOffered })),
    files: module.files.map(({ path, why }) => ({ path: `${machine.layout.live}/${path}`, why })),
  };
}
