import type { Router } from 'express';
import { say } from '../../../core/words/sentence.js';
import { SIGN_IN } from '../../middleware/signed-in.js';
import { route } from '../../route.js';
import { actorOf } from '../../visit.js';
import type { Place } from './place.js';

/** Ends the session, and leaves nothing of the panel in the browser. */
export function signOut(router: Router, { audit, cookies, sessions }: Place): void {
  route(router, '/sign-out', {
    post: async (request, response) => {
      await audit.record(actorOf(request), { what: say`Signed out` });
      const id = cookies.read(request, 'session');
      if (id !== null) sessions.close(id);
      cookies.clear(response, 'session');
      response.setHeader('Clear-Site-Data', '"cache", "storage"');
      response.redirect(303, SIGN_IN);
    },
  });
}

/** "Stay signed in": being asked for is all that it takes. */
export function staySignedIn(router: Router): void {
  route(router, '/session', {
    post: (_request, response) => {
      response.status(204).end();
    },
  });
}
