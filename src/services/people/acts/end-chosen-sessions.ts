import type { Act } from '../../../core/act.js';
import type { EndsCame, WantedEnds } from '../../../core/people/user-acts.js';
import { many, quantity, say, type Sentence } from '../../../core/words/sentence.js';
import { problemOfWord } from './message-text.js';
import type { PeopleParts } from './parts.js';
import { namesInRecords } from './session-names.js';

/** Ends some sessions, of any users, and tells the users why just before. Nothing that belongs to the users is lost. */
export function endChosenSessions({
  sessionWatch,
}: Pick<PeopleParts, 'sessionWatch'>): Act<WantedEnds, EndsCame> {
  return {
    name: 'sessions.end-chosen',
    title: ({ addresses }) => titleOf(addresses.length),
    check: ({ word }) => problemOfWord(word),
    question: ({ addresses: { length: count } }) =>
      count < 2
        ? null
        : {
            title: many(count, say`End one session?`, say`End ${{ count: quantity(count) }} sessions?`),
            sentences: [
              say`The users lose no contact and no message. Most clients connect again by themselves within a minute.`,
            ],
            isLoss: true,
            answers: [
              {
                label: many(count, say`End one session`, say`End ${{ count: quantity(count) }} sessions`),
              },
            ],
          },
    async do({ addresses, word }, doing) {
      const chosen = new Set(addresses);
      const isTold = word.trim() !== '';
      if (isTold) await sessionWatch.tell(chosen, word);
      const count = await sessionWatch.endThese(chosen);
      const deeds = namesInRecords(addresses).map((names) => ({
        what: say`Sessions closed: ${{ sessions: names }}`,
        ...(isTold ? { after: word } : {}),
        outcome: say`closed ${{ closed: quantity(count) }} of ${{ count: quantity(addresses.length) }}`,
      }));
      if (deeds.length > 0) await doing.record(...deeds);
      return { kind: 'ended', count };
    },
  };
}

function titleOf(count: number): Sentence {
  return many(count, say`One session closed`, say`${{ count: quantity(count) }} sessions closed`);
}
