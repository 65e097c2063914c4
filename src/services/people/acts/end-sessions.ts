import type { Act } from '../../../core/act.js';
import type { EndCame, WantedEnd } from '../../../core/people/user-acts.js';
import { many, quantity, say, type Sentence } from '../../../core/words/sentence.js';
import { reasonOf } from '../../../errors.js';
import type { PeopleParts } from './parts.js';

/** Ends one session of a user, or all of them. Nothing that belongs to the user is lost. */
export function endSessions({ sessionWatch }: Pick<PeopleParts, 'sessionWatch'>): Act<WantedEnd, EndCame> {
  const titleOf = ({ userName, address }: WantedEnd): Sentence =>
    address === null
      ? say`Sessions of ${{ user: userName }} closed`
      : say`Session ${{ session: address }} closed`;
  return {
    name: 'sessions.end',
    title: titleOf,
    async do(wanted, doing) {
      const { userName, address } = wanted;
      const count = await sessionWatch.end(userName, ...(address === null ? [] : [address]));
      if (count > 0) await doing.record({ what: titleOf(wanted) });
      else if (address !== null)
        await doing.record({ what: titleOf(wanted), outcome: say`it was already closed` });
      return { kind: 'ended', count };
    },
  };
}

/**
 * Ends the sessions of a user who was changed. Where the service does not answer, the session watch ends them within seconds.
 * @returns how many were closed, or why none was yet; `''` where the user had none
 */
export async function endSessionsAtOnce(
  { sessionWatch, log }: Pick<PeopleParts, 'sessionWatch' | 'log'>,
  userName: string,
): Promise<Sentence | ''> {
  try {
    const ended = await sessionWatch.end(userName);
    return ended === 0
      ? ''
      : many(ended, say`1 session was closed.`, say`${{ count: quantity(ended) }} sessions were closed.`);
  } catch (error) {
    log.error(`cannot end the sessions of ${userName} at once: ${reasonOf(error)}`);
    return say`The service did not answer, so open sessions are not closed yet. They are closed as soon as it answers.`;
  }
}
