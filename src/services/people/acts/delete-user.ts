import type { Act } from '../../../core/act.js';
import { keptWords, ownedPlaces, type Kept } from '../../../core/people/kept.js';
import type { DeleteCame, WantedDeletion } from '../../../core/people/user-acts.js';
import { isUserName } from '../../../core/user-name.js';
import { allOf, passage, say, type Sentence } from '../../../core/words/sentence.js';
import { userStepUp } from '../user-step-up.js';
import { endSessionsAtOnce } from './end-sessions.js';
import { forgetName } from './forget-name.js';
import type { PeopleParts } from './parts.js';

/** Deletes a user with all accounts, ends the sessions, and last deletes what was kept for the name. */
export function deleteUser(parts: PeopleParts): Act<WantedDeletion, DeleteCame> {
  const { users, names, draft } = parts;
  return {
    name: 'users.delete',
    title: ({ user }) => say`User ${{ user: user.userName }} deleted`,
    stepUp: ({ user }) => userStepUp(users.parts, user, null),

    async question(wanted) {
      const { userName } = wanted.user;
      return {
        title: say`Delete ${{ user: userName }}?`,
        sentences: [
          ...(await users.whenDeleted(wanted.user)),
          ...keptSentences(await names.kept(userName), wanted),
        ],
        isLoss: true,
        answers: [{ label: say`Delete ${{ user: userName }}` }],
      };
    },

    async do({ user: { userName }, own, places }, doing) {
      // First: the user can no longer sign in, and if this fails nothing else is deleted.
      await users.remove(userName);
      await doing.record({ what: say`User ${{ user: userName }} deleted` });
      await draft.refreshWatched();
      const ended = await endSessionsAtOnce(parts, userName);
      if (!own || !isUserName(userName)) return { kind: 'deleted', sentence: ended };
      const trouble = await forgetName(parts, doing, userName, places);
      const forgotten = trouble ?? say`What was kept for the name ${{ user: userName }} was deleted.`;
      return { kind: 'deleted', sentence: passage(ended, forgotten) };
    },
  };
}

/** What happens to the data that is kept for the name. */
function keptSentences(kept: Kept, { own, places }: WantedDeletion): readonly Sentence[] {
  const words = keptWords(kept);
  const owned = ownedPlaces(kept);
  return [
    ...(words.length === 0 ? [] : [say`Data kept for the name: ${{ data: allOf(words) }}.`]),
    own
      ? say`Data that only this user has is deleted too.`
      : say`The data that is kept for the name stays for the next user of that name.`,
    ...(owned.length === 0 || !own ? [] : [ownedSentence(owned, places)]),
  ];
}

function ownedSentence(owned: readonly Sentence[], areDeleted: boolean): Sentence {
  const places = allOf(owned);
  return areDeleted
    ? say`Owned by this user: ${{ places }}. They are closed for all users.`
    : say`Owned by this user: ${{ places }}. They stay without this owner. The name itself still owns them until the service is restarted.`;
}
