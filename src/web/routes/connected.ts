import { Router, type Request, type Response } from 'express';
import { isAsked } from '../../core/act.js';
import { reasonOf } from '../../errors.js';
import { showAsked } from '../asking.js';
import type { Deps } from '../deps.js';
import type { Pages } from '../pages.js';
import { route } from '../route.js';
import { fieldOf, permissionOf, sessionOf } from '../visit.js';

const PATH = '/connected';

/** Who is connected just now, as the service itself says, and ending a session. */
export function connectedRoutes(
  { sessionWatch, modules, acts }: Pick<Deps, 'sessionWatch' | 'modules' | 'acts'>,
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
      const outcome = await acts.endSessions.request({ userName, jid }, permissionOf(request));
      if (isAsked(outcome)) return showAsked(pages, request, response, outcome, PATH);
      sessionOf(request).notify({
        kind: 'done',
        sentence: outcome.count === 0 ? 'This session had ended already.' : `The session ${jid} was ended.`,
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
