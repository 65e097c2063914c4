import type { Act } from '../../../core/act.js';
import { say } from '../../../core/words/sentence.js';
import type { Sessions } from '../sessions.js';

/** Closes one of one's own sessions in the panel. */
export function endOwnSession(
  sessions: Pick<Sessions, 'closeOne'>,
): Act<{ readonly number: number }, { readonly kind: 'ended' }> {
  return {
    name: 'account.end-session',
    title: ({ number }) => say`Own session ${{ number }} closed`,
    async do({ number }, { actor, record }) {
      await record({ what: say`Own session ${{ number }} closed` });
      sessions.closeOne(actor.who, number);
      return { kind: 'ended' };
    },
  };
}

/** Closes all of one's own sessions in the panel. */
export function signOutEverywhere(
  sessions: Pick<Sessions, 'closeAllOf'>,
): Act<Readonly<Record<string, never>>, { readonly kind: 'ended' }> {
  return {
    name: 'account.sign-out-everywhere',
    title: () => say`Signed out everywhere`,
    async do(_wanted, { actor, record }) {
      await record({ what: say`Signed out everywhere` });
      sessions.closeAllOf(actor.who);
      return { kind: 'ended' };
    },
  };
}
