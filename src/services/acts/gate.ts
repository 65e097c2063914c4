import { randomUUID } from 'node:crypto';
import type { Act, Asked, Deed, Gated, Outcome, Permission } from '../../core/act.js';
import { Trouble } from '../../errors.js';
import type { AuditTrail } from '../records/audit-trail.js';

/**
 * The one gate: an act that goes through it is checked, then asks what it has to ask, then is done only if it can be
 * written down, and is written down also when it fails.
 */
export function gated<Wanted, Came extends Outcome>(
  audit: Pick<AuditTrail, 'prepare' | 'recordAct'>,
  act: Act<Wanted, Came>,
): Gated<Wanted, Came> {
  return {
    name: act.name,
    async request(wanted, permission) {
      const refused = await act.check?.(wanted);
      if (refused !== undefined && refused !== null) return refused;
      const asked = await leftToAsk(act, wanted, permission);
      if (asked !== null) return asked;
      await audit.prepare();
      const { actor, answer } = permission;
      const id = randomUUID();
      const record = (...deeds: readonly Deed[]): Promise<void> =>
        audit.recordAct(actor, { id, name: act.name, title: act.title(wanted) }, deeds);
      try {
        return await act.do(wanted, { actor, answer: answer ?? -1, record });
      } catch (error) {
        if (error instanceof Trouble) await record({ what: act.title(wanted), outcome: error.sentence });
        throw error;
      }
    },
  };
}

async function leftToAsk<Wanted>(
  act: Pick<Act<Wanted, Outcome>, 'stepUp' | 'question'>,
  wanted: Wanted,
  { isSteppedUp, answer }: Permission,
): Promise<Asked | null> {
  const stepUp = isSteppedUp ? null : ((await act.stepUp?.(wanted)) ?? null);
  const question = answer === null ? ((await act.question?.(wanted)) ?? null) : null;
  return stepUp === null && question === null ? null : { kind: 'asked', stepUp, question };
}
