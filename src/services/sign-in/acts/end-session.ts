import type { Act } from '../../../core/act.js';
import type { Sessions } from '../sessions.js';

/** Ends one of one's own sessions in the panel. */
export function endOwnSession(
  sessions: Pick<Sessions, 'closeOne'>,
): Act<{ readonly number: number }, { readonly kind: 'ended' }> {
  return {
    name: 'account.end-session',
    title: ({ number }) => `Own session ${number} ended`,
    async do({ number }, { actor, record }) {
      await record({ what: `Own session ${number} ended` });
      sessions.closeOne(actor.who, number);
      return { kind: 'ended' };
    },
  };
}

/** Ends all of one's own sessions in the panel. */
export function signOutEverywhere(
  sessions: Pick<Sessions, 'closeAllOf'>,
): Act<Readonly<Record<string, never>>, { readonly kind: 'ended' }> {
  return {
    name: 'account.sign-out-everywhere',
    title: () => 'Signed out everywhere',
    async do(_wanted, { actor, record }) {
      await record({ what: 'Signed out everywhere' });
      sessions.closeAllOf(actor.who);
      return { kind: 'ended' };
    },
  };
}
