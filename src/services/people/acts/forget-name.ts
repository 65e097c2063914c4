import type { Doing } from '../../../core/act.js';
import { reasonOf } from '../../../errors.js';
import type { PeopleParts } from './parts.js';

/**
 * Deletes what is kept for a name, and writes that down.
 * @returns in a sentence what could not be deleted, or null
 */
export async function forgetName(
  { names, log }: Pick<PeopleParts, 'names' | 'log'>,
  { record }: Pick<Doing, 'record'>,
  userName: string,
  endPlaces: boolean,
): Promise<string | null> {
  const what = `What was kept for the name ${userName} deleted`;
  try {
    await names.forget(userName, endPlaces);
    await record({ what });
    return null;
  } catch (error) {
    const reason = reasonOf(error);
    await record({ what, outcome: `failed: ${reason}` });
    log.error(`cannot delete all that is kept for the name ${userName}: ${reason}`);
    return `Not all that is kept for the name ${userName} could be deleted (${reason}); it is still there for the next user of that name.`;
  }
}
