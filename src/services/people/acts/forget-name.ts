import type { Doing } from '../../../core/act.js';
import { say, type Sentence } from '../../../core/words/sentence.js';
import { reasonOf, troubleOf } from '../../../errors.js';
import type { PeopleParts } from './parts.js';

/**
 * Deletes what is kept for a name, and writes that down.
 * @returns what could not be deleted, or null
 */
export async function forgetName(
  { names, log }: Pick<PeopleParts, 'names' | 'log'>,
  { record }: Pick<Doing, 'record'>,
  userName: string,
  endPlaces: boolean,
): Promise<Sentence | null> {
  const what = say`Data that was kept for the name ${{ user: userName }} deleted`;
  try {
    await names.forget(userName, endPlaces);
    await record({ what });
    return null;
  } catch (error) {
    const reason = troubleOf(error);
    await record({ what, outcome: say`failed: ${{ reason }}` });
    log.error(`cannot delete all that is kept for the name ${userName}: ${reasonOf(error)}`);
    return say`Some data that is kept for the name ${{ user: userName }} could not be deleted: ${{ reason }}. The next user of that name gets it.`;
  }
}
