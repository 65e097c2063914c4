import type { Act } from '../../../core/act.js';
import { lineOf } from '../../../core/fields/single.js';
import { isKept } from '../../../core/people/kept.js';
import type { AddCame, WantedUser } from '../../../core/people/user-acts.js';
import { passage, say } from '../../../core/words/sentence.js';
import { addedDeeds } from '../user-deeds.js';
import { userStepUp } from '../user-step-up.js';
import { forgetName } from './forget-name.js';
import type { PeopleParts } from './parts.js';

/** Adds a user; what is kept for the name from before is handed over, or deleted first. */
export function addUser(parts: PeopleParts): Act<WantedUser, AddCame> {
  const { users, names, draft } = parts;
  return {
    name: 'users.add',
    title: (wanted) => say`User ${{ user: nameOf(wanted) }} added`,

    async check(wanted) {
      const { own, accounts } = wanted.values;
      const errors = await users.errorsOfNew(own, accounts);
      if (Object.keys(errors).length > 0) return { kind: 'invalid', errors };
      if (wanted.kept !== null) return null;
      const kept = await names.kept(nameOf(wanted));
      return isKept(kept) ? { kind: 'kept', kept } : null;
    },

    stepUp: ({ values }) => userStepUp(users.parts, null, values),

    async do(wanted, doing) {
      const userName = nameOf(wanted);
      const kept = await names.kept(userName);
      if (isKept(kept) && wanted.kept === null) return { kind: 'kept', kept };
      // What a living user has is not from before: then nobody is added below.
      if (isKept(kept) && wanted.kept === 'delete' && !(await users.isTaken(userName))) {
        const trouble = await forgetName(parts, doing, userName, true);
        if (trouble !== null)
          return { kind: 'invalid', errors: { '': passage(trouble, say`No user was added.`) } };
      }
      const outcome = await users.add(wanted.values.own, wanted.values.accounts);
      if (outcome.kind !== 'added') return outcome;
      await draft.refreshWatched();
      const handedOver = { what: say`User ${{ user: userName }} gets the data that was kept for the name` };
      await doing.record(
        ...addedDeeds(outcome.userName, users.parts, wanted.values),
        ...(isKept(kept) && wanted.kept === 'hand-over' ? [handedOver] : []),
      );
      await names.welcome(userName);
      return outcome;
    },
  };
}

function nameOf({ values }: WantedUser): string {
  return lineOf(values.own['userName']);
}
