import type { Act } from '../../../core/act.js';
import type { MessageCame, WantedMessage } from '../../../core/people/user-acts.js';
import { many, quantity, say, type Sentence } from '../../../core/words/sentence.js';
import { problemOfMessage } from './message-text.js';
import type { PeopleParts } from './parts.js';
import { namesInRecords } from './session-names.js';

/** Writes to the users of sessions. */
export function messageSessions({
  sessionWatch,
}: Pick<PeopleParts, 'sessionWatch'>): Act<WantedMessage, MessageCame> {
  return {
    name: 'sessions.message',
    title: ({ addresses }) => titleOf(addresses.length),
    check: ({ text }) => problemOfMessage(text),
    async do({ addresses, text }, doing) {
      const delivered = await sessionWatch.tell(new Set(addresses), text);
      const outcome = say`delivered to ${{ delivered: quantity(delivered) }} of ${{ count: quantity(addresses.length) }}`;
      const deeds = namesInRecords(addresses).map((names) => ({
        what: say`Message to ${{ sessions: names }}`,
        after: text,
        outcome,
      }));
      if (deeds.length > 0) await doing.record(...deeds);
      return { kind: 'sent', there: addresses.length, delivered };
    },
  };
}

function titleOf(count: number): Sentence {
  return many(
    count,
    say`Message to one session sent`,
    say`Message to ${{ count: quantity(count) }} sessions sent`,
  );
}
