import type { Act } from '../../../core/act.js';
import type { Secret } from '../../../core/secret.js';
import { say } from '../../../core/words/sentence.js';
import { refusalWords } from '../refusal-words.js';
import type { Credentials, ProofOutcome, SignIn } from '../sign-in.js';

/** A new password of one's own, with what proves that it is one's own. */
export interface WantedPassword {
  readonly credentials: Credentials;
  readonly password: Secret;
}

/** Replaces the password of whoever proves the old one. */
export function changePassword(signIn: Pick<SignIn, 'changePassword'>): Act<WantedPassword, ProofOutcome> {
  const what = say`Own password changed`;
  return {
    name: 'account.change-password',
    title: () => what,
    async do({ credentials, password }, { record }) {
      const outcome = await signIn.changePassword(credentials, password);
      await record(outcome.kind === 'proved' ? { what } : { what, outcome: refusalWords(outcome.kind) });
      return outcome;
    },
  };
}
