import type { Frame } from '../../../../core/module/index.js';
import { handle, type Handler } from '../../../../core/shell/handle.js';
import { perform } from '../../../../core/shell/perform.js';
import { invalid } from '../../../../core/shell/refusal.js';
import { many, quantity, say, type Sentence } from '../../../../core/words/sentence.js';
import { askClients, liveOf } from '../../live/live.js';
import { sentSentence } from '../../live/words.js';
import { connectedQuery, sessionRows, wantedRows } from '../../pages/connected/rows.js';
import { refusalWords } from '../../log-tells.js';
import { endSessionsVerb, messageVerb, refusedVerb, sessionsVerb } from './verbs.js';

/** Who is connected, messages to them, and closing sessions. */
export function sessionHandlers(frame: Frame): readonly Handler[] {
  return [
    handle(sessionsVerb, async () => {
      const sessions = await frame.connected();
      await askClients(
        frame,
        sessions.map(({ address }) => address),
      );
      const rows = sessionRows(sessions, liveOf(frame.machine));
      return {
        sessions: [
          ...wantedRows(
            rows,
            connectedQuery(() => ''),
          ),
        ],
      };
    }),

    handle(refusedVerb, async () => {
      const { news } = liveOf(frame.machine);
      await news.look();
      const refused = news.refusals()?.map(({ name, reason, address, at }) => {
        return { name, reason, words: refusalWords(reason), address, at: new Date(at).toISOString() };
      });
      return { refused: refused ?? null };
    }),

    handle(endSessionsVerb, async ({ word, yes, ...chosen }, actor) => {
      const addresses = await chosenOf(frame, chosen);
      if (addresses.length === 0) return { changed: false, sentence: endedSentence(0), ended: 0 };
      // Whoever names users or sessions has been asked enough.
      const came = await perform(
        frame.acts.endChosenSessions,
        { addresses, word },
        actor,
        yes || !chosen.all,
      );
      if (came.kind === 'invalid') throw invalid({ '': came.problem });
      return { changed: came.count > 0, sentence: endedSentence(came.count), ended: came.count };
    }),

    handle(messageVerb, async ({ text, yes, ...chosen }, actor) => {
      const addresses = await chosenOf(frame, chosen);
      if (addresses.length === 0)
        return { changed: false, sentence: endedSentence(0), sessions: 0, delivered: 0 };
      const came = await perform(frame.acts.messageSessions, { addresses, text }, actor, yes);
      if (came.kind === 'invalid') throw invalid({ '': came.problem });
      const { there, delivered } = came;
      return { changed: delivered > 0, sentence: sentSentence(there, delivered), sessions: there, delivered };
    }),
  ];
}

/** The full JIDs of the sessions that are meant and are there. */
async function chosenOf(
  frame: Frame,
  { which, all }: { readonly which: readonly string[]; readonly all: boolean },
): Promise<readonly string[]> {
  const sessions = await frame.connected();
  const isMeant = (text: string): boolean => which.includes(text);
  return sessions
    .filter(({ address, userName }) => all || isMeant(address) || isMeant(userName))
    .map(({ address }) => address);
}

function endedSentence(count: number): Sentence {
  if (count === 0) return say`There is no such session.`;
  return many(count, say`One session was closed.`, say`${{ count: quantity(count) }} sessions were closed.`);
}
