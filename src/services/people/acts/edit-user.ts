import type { Act } from '../../../core/act.js';
import { letsIn } from '../../../core/people/user-card.js';
import type { EditCame, WantedEdit } from '../../../core/people/user-acts.js';
import { say } from '../../../core/words/sentence.js';
import { userStepUp } from '../user-step-up.js';
import { changedDeeds } from '../user-deeds.js';
import { endSessionsAtOnce } from './end-sessions.js';
import { unfinishedSentence } from './rename-user.js';
import type { PeopleParts } from './parts.js';

/** Changes a user, and closes the sessions of one who has a new password or is no longer allowed to sign in. */
export function editUser(parts: PeopleParts): Act<WantedEdit, EditCame> {
  const { users, names, draft, renaming } = parts;
  return {
    name: 'users.edit',
    title: ({ user }) => say`User ${{ user: user.userName }} changed`,

    async check({ user, values }) {
      // Until the services have a new name, an account that is opened would let the user in too early.
      const unfinished = await renaming.unfinished();
      if (unfinished?.to === user.userName)
        return { kind: 'invalid', errors: { '': unfinishedSentence(unfinished.reason) } };
      const errors = users.errorsOfChange(user.userName, values.own, values.accounts);
      return Object.keys(errors).length > 0 ? { kind: 'invalid', errors } : null;
    },

    stepUp: ({ user, values }) => userStepUp(users.parts, user, values),

    async question({ user, values }) {
      const lost = await users.lastLost(user, values.accounts);
      if (lost === null) return null;
      return {
        title: say`Remove rights from the last administrator?`,
        sentences: [lost],
        isLoss: true,
        answers: [{ label: say`Remove rights from the last administrator` }],
      };
    },

    async do({ user, csn, values }, doing) {
      const fields = { csn, fields: values.own, accounts: values.accounts };
      const outcome = await users.edit(user.userName, fields);
      if (outcome.kind !== 'changed') return outcome;
      await draft.refreshWatched();
      await doing.record(...changedDeeds(user, users.parts, values));
      await names.welcome(user.userName);
      const mustGo = values.own['password'] !== '' || losesAccess(parts, user, values);
      return { kind: 'changed', ended: mustGo ? await endSessionsAtOnce(parts, user.userName) : '' };
    },
  };
}

/** Whether an account let the user in, and does no longer. */
function losesAccess(
  { users }: PeopleParts,
  { userName, accounts }: WantedEdit['user'],
  after: WantedEdit['values'],
): boolean {
  return accounts.some(
    ({ module, values }) =>
      letsIn(users.parts, userName, { module, values }) &&
      !letsIn(users.parts, userName, { module, values: after.accounts[module] ?? {} }),
  );
}
