import type { Act } from '../../../core/act.js';
import type { EndCame, WantedEnd } from '../../../core/people/user-acts.js';
import { reasonOf } from '../../../errors.js';
import type { PeopleParts } from './parts.js';

/** Ends one session of a user, or all of them. Nothing that belongs to the user is lost. */
export function endSessions({ sessionWatch }: Pick<PeopleParts, 'sessionWatch'>): Act<WantedEnd, EndCame> {
  const titleOf = ({ userName, address }: WantedEnd): string =>
    address === null ? `Sessions of ${userName} ended` : `Session ${address} ended`;
  return {
    name: 'sessions.end',
    title: titleOf,
    async do(wanted, doing) {
      const { userName, address } = wanted;
      const count = await sessionWatch.end(userName, ...(address === null ? [] : [address]));
      if (count > 0) await doing.record({ what: titleOf(wanted) });
      else if (address !== null)
        await doing.record({ what: titleOf(wanted), outcome: 'it had ended already' });
      return { kind: 'ended', count };
    },
  };
}

/**
 * Ends the sessions of a user who was changed. Where the service cannot be asked just now the watch ends them within
 * seconds.
 * @returns what became of them, in a sentence or `''`
 */
export async function endSessionsAtOnce(
  { sessionWatch, log }: Pick<PeopleParts, 'sessionWatch' | 'log'>,
  userName: string,
): Promise<string> {
  try {
    const ended = await sessionWatch.end(userName);
    return ended === 0 ? '' : `${ended === 1 ? '1 session was' : `${ended} sessions were`} ended.`;
  } catch (error) {
    log.error(`cannot end the sessions of ${userName} at once: ${reasonOf(error)}`);
    return 'The service could not be asked to end open sessions at once; they are ended as soon as it answers.';
  }
}
