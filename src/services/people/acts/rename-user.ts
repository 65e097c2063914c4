import type { Act } from '../../../core/act.js';
import { isKept, keptWords } from '../../../core/people/kept.js';
import type { RenameCame, WantedName } from '../../../core/people/user-acts.js';
import { userNameProblem } from '../../../core/user-name.js';
import { allOf, passage, say, type Sentence } from '../../../core/words/sentence.js';
import { PanelError, troubleOf } from '../../../errors.js';
import { ANOTHER } from '../renaming/blocked-names.js';
import { userStepUp } from '../user-step-up.js';
import type { PeopleParts } from './parts.js';

const DAY = 24 * 60 * 60 * 1000;

/** Gives a user another name, in the directory and in the services; contacts of the user see it at once. */
export function renameUser(parts: PeopleParts): Act<WantedName, RenameCame> {
  const { users, names, renaming, clock } = parts;
  const title = ({ user, newName }: WantedName): Sentence =>
    say`User ${{ user: user.userName }} renamed to ${{ name: newName }}`;
  return {
    name: 'users.rename',
    title,

    async check(wanted) {
      try {
        const problem = await problemOf(parts, wanted);
        return problem === null ? null : { kind: 'invalid', errors: { newName: problem } };
      } catch (error) {
        // A service that does not answer could not follow.
        if (error instanceof PanelError) throw error;
        return { kind: 'invalid', errors: { '': passage(troubleOf(error), say`Nothing was changed.`) } };
      }
    },

    stepUp: ({ user }) => userStepUp(users.parts, user, null),

    async question({ user, newName }) {
      const { follows, stays } = await names.renaming(user.userName);
      return {
        title: say`Rename ${{ user: user.userName }} to ${{ name: newName }}?`,
        sentences: [
          say`The user is signed out, and signs in with the new name and the same password from then on. No other user is disconnected.`,
          ...(follows.length === 0 ? [] : [say`To the new name go: ${{ list: allOf(follows) }}.`]),
          ...stays,
        ],
        isLoss: false,
        answers: [{ label: say`Rename ${{ user: user.userName }}` }],
      };
    },

    async do(wanted, { record }) {
      const { user, newName, days } = wanted;
      const until = days === null ? null : new Date(clock.now().getTime() + days * DAY).toISOString();
      const came = await renaming.start(user, newName, until, () => record({ what: title(wanted) }));
      const done = say`The user ${{ user: user.userName }} is now called ${{ name: newName }}.`;
      if ('unfinished' in came)
        return {
          kind: 'renamed',
          isFinished: false,
          sentence: unfinishedSentence(came.unfinished),
        };
      const { left } = came;
      if (left.length === 0) return { kind: 'renamed', isFinished: true, sentence: done };
      const list = allOf(left);
      await record({ what: title(wanted), outcome: say`did not follow: ${{ list }}` });
      return {
        kind: 'renamed',
        isFinished: true,
        sentence: passage(done, say`Did not follow: ${{ list }}.`),
      };
    },
  };
}

/** For where a service did not answer in the middle. */
export function unfinishedSentence(reason: Sentence | null): Sentence {
  return passage(
    say`The services have not taken the new name yet.`,
    reason ?? '',
    say`The panel tries it again every few seconds. Until then the user cannot sign in.`,
  );
}

async function problemOf(
  { users, names, renaming, blocked }: PeopleParts,
  { user: { userName }, newName }: WantedName,
): Promise<Sentence | null> {
  if (newName === '') return say`Type the new name.`;
  const wrong = userNameProblem(newName);
  if (wrong !== null) return wrong;
  if (newName === userName) return say`The user has this name already.`;
  if (await users.isTaken(newName)) return say`A user with this name exists already.`;
  const isBlocked = await blocked.problem(newName, userName);
  if (isBlocked !== null) return isBlocked;
  if ((await renaming.unfinished()) !== null) return passage(ANOTHER, say`Try again in a moment.`);
  const kept = await names.kept(newName);
  if (isKept(kept))
    return say`The services keep data for this name: ${{ list: allOf(keptWords(kept)) }}. Choose another name.`;
  return (await names.renaming(userName)).problem;
}
