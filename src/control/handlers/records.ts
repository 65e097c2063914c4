import type { Deps } from '../deps.js';
import { handle, type Handler } from '../handle.js';
import { perform } from '../perform.js';
import { auditVerb, endSessionVerb, logsVerb, sessionsVerb } from '../verbs/records.js';

/** Who is connected, what the daemons said, and who did what. */
export function recordHandlers({ frameOf, logs, audit, acts }: Deps): readonly Handler[] {
  return [
    handle(sessionsVerb, async () => {
      const sessions = await frameOf('jabber').connected();
      const sorted = [...sessions].sort((a, b) => a.address.localeCompare(b.address));
      return { sessions: sorted.map(({ address, userName }) => ({ jid: address, userName })) };
    }),

    handle(endSessionVerb, async ({ which }, actor) => {
      const sessions = await frameOf('jabber').connected();
      const one = sessions.find(({ address }) => address === which);
      const userName = one?.userName ?? (which.includes('/') ? null : which);
      const wanted = userName === null ? null : { userName, address: one?.address ?? null };
      const ended = wanted === null ? 0 : (await perform(acts.endSessions, wanted, actor, false)).count;
      const sentences = ['There is no such session.', '1 session was ended.'];
      return { changed: ended > 0, sentence: sentences[ended] ?? `${ended} sessions were ended.`, ended };
    }),

    handle(logsVerb, async ({ name, lines, search }) => ({
      lines: [...(await logs.view(name, { search, level: 'usual' })).lines.slice(-lines)],
    })),

    handle(auditVerb, async ({ count }) => ({
      records: (await audit.latest(count)).map((record) => ({ ...record })),
    })),
  ];
}
