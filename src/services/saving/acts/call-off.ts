import type { Act } from '../../../core/act.js';
import { say } from '../../../core/words/sentence.js';
import { signatureOf } from '../../records/audit-trail.js';
import type { WaitingSaves } from '../waiting/waiting-saves.js';
import { WHAT } from '../waiting/waiting-words.js';

/** What came of it. `nothing`: none waits, or it has begun. */
export type CalledOff = { readonly kind: 'called-off' } | { readonly kind: 'nothing' };

/** Calls off the save that waits. The changes stay pending. */
export function callOff(parts: {
  readonly waiting: Pick<WaitingSaves, 'callOff'>;
}): Act<Readonly<Record<string, never>>, CalledOff> {
  return {
    name: 'changes.call-off',
    title: () => WHAT,
    async do(_wanted, { actor, record }) {
      if (!(await parts.waiting.callOff(signatureOf(actor)))) return { kind: 'nothing' };
      await record({ what: WHAT, outcome: say`called off` });
      return { kind: 'called-off' };
    },
  };
}
