import { Router, type Request, type Response } from 'express';
import { reasonOf } from '../../errors.js';
import type { Deps } from '../deps.js';
import type { Pages } from '../pages.js';
import { route } from '../route.js';
import { actorOf, fieldOf, sessionOf } from '../visit.js';

const PATH = '/connected';

/** Who is connected just now, as the service itself says, and ending a session. */
export function connectedRoutes(
  { sessionWatch, modules, audit }: Pick<Deps, 'sessionWatch' | 'modules' | 'audit'>,
  pages: Pages,
): Router {
  const router = Router({ strict: true, caseSensitive: true });

  route(router, PATH, {
    get: (request, response) => show(request, response),
  });

  route(router, `${PATH}/end`, {
    post: async (request, response) => {
      const userName = fieldOf(request, 'user');
      const jid = fieldOf(request, 'jid');
      await audit.prepare();
      const ended = await sessionWatch.end(userName, jid);
      const outcome = ended === 0 ? 'it had ended already' : 'done';
      await audit.record(actorOf(request), { what: `Session ${jid} ended`, outcome });
      sessionOf(request).notify({
        kind: 'done',
        sentence: ended === 0 ? 'This session had ended already.' : `The session ${jid} was ended.`,
      });
      response.redirect(303, PATH);
    },
  });

  async function show(request: Request, response: Response): Promise<void> {
    const { sessions, problem } = await sessionsOrReason();
    await pages.show(request, response, {
      template: 'connected',
      title: 'Who is connected',
      status: problem === '' ? 200 : 503,
      locals: {
        action: `${PATH}/end`,
        problem,
        isServed: modules.rows().some(({ module, savedEnabled }) => savedEnabled && module.sessions !== null),
        sessions: sessions.map(({ jid, userName }) => ({
          jid,
          userName,
          path: `/users/edit/${encodeURIComponent(userName)}`,
          device: jid.split('/').slice(1).join('/'),
        })),
      },
    });
  }

  /** A service that does not answer is not "nobody is connected". */
  async function sessionsOrReason() {
    try {
      const sessions = await sessionWatch.connected();
      return { sessions: [...sessions].sort((a, b) => a.jid.localeCompare(b.jid)), problem: '' };
    } catch (error) {
      return { sessions: [], problem: `The chat service cannot say who is connected: ${reasonOf(error)}.` };
    }
  }

  return router;
}
