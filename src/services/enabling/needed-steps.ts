import type { EnableStep, Module, Offer } from '../../core/module/index.js';
import type { Machine } from '../../core/ports.js';
import type { Settings } from '../../core/settings.js';

/**
 * The steps of enabling a module that are to be carried out on this machine as it is now.
 * @param offer what is to be taken over, or null
 */
export async function neededSteps(
  machine: Machine,
  module: Module,
  offer: Offer<Settings> | null,
): Promise<readonly EnableStep<Settings>[]> {
  const isOffered = offer !== null && offer.accept !== null;
  const wanted = module.enableSteps.filter((step) => step.isOffered !== true || isOffered);
  const needed = await Promise.all(wanted.map(async (step) => (await step.needed?.(machine)) ?? true));
  return wanted.filter((_step, index) => needed[index]);
}
