import type { Frame } from '../../../core/module/index.js';
import { handle, type Handler } from '../../../core/shell/handle.js';
import { perform } from '../../../core/shell/perform.js';
import { many, quantity, say, type Sentence } from '../../../core/words/sentence.js';
import { endSessionVerb, sessionsVerb } from './verbs.js';

/** Who is connected, and closing sessions. */
export function sessionHandlers(frame: Frame): readonly Handler[] {
  return [
    handle(sessionsVerb, async () => {
      const sessions = await frame.connected();
      const sorted = [...sessions].sort((a, b) => a.address.localeCompare(b.address));
      return { sessions: sorted.map(({ address, userName }) => ({ jid: address, userName })) };
    }),

    handle(endSessionVerb, async ({ which }, actor) => {
      const sessions = await frame.connected();
      const one = sessions.find(({ address }) => address === which);
      const userName = one?.userName ?? (which.includes('/') ? null : which);
      const wanted = userName === null ? null : { userName, address: one?.address ?? null };
      const ended = wanted === null ? 0 : (await perform(frame.acts.endSessions, wanted, actor, false)).count;
      return { changed: ended > 0, sentence: endedSentence(ended), ended };
    }),
  ];
}

function endedSentence(count: number): Sentence {
  if (count === 0) return say`There is no such session.`;
  return many(count, say`One session was closed.`, say`${{ count: quantity(count) }} sessions were closed.`);
}
