import type { Frame } from '../../../core/module/index.js';
import { handle, type Handler } from '../../../core/shell/handle.js';
import { perform } from '../../../core/shell/perform.js';
import { many, quantity, say } from '../../../core/words/sentence.js';
import { endSessionVerb, sessionsVerb } from './verbs.js';

/** Who is connected, and ending sessions. */
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
      const sentence =
        ended === 0
          ? say`There is no such session.`
          : many(
              ended,
              say`One session was closed.`,
              say`${{ count: quantity(ended) }} sessions were closed.`,
            );
      return { changed: ended > 0, sentence, ended };
    }),
  ];
}
