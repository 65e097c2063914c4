import type { Request, Response, Router } from 'express';
import { say } from '../../../core/words/sentence.js';
import { PanelError } from '../../../errors.js';
import { SIGN_IN } from '../../middleware/signed-in.js';
import { route } from '../../route.js';
import { fieldOf, permissionOf, sessionOf } from '../../visit.js';
import { END, EVERYWHERE, PATH, type Place } from './place.js';

/** The buttons that sign out one of the administrator's own sessions, or all of them. */
export function ownSessions(router: Router, place: Place): void {
  route(router, END, { formAt: PATH, post: (request, response) => endOne(place, request, response) });
  route(router, EVERYWHERE, {
    post: async (request, response) => {
      await place.acts.signOutEverywhere.request({}, permissionOf(request));
      leave(place, response);
    },
  });
}

async function endOne(place: Place, request: Request, response: Response): Promise<void> {
  const session = sessionOf(request);
  const number = Number(fieldOf(request, 'number'));
  if (!Number.isSafeInteger(number)) throw new PanelError('bad-request');
  await place.acts.endSession.request({ number }, permissionOf(request));
  if (number === session.number) {
    leave(place, response);
    return;
  }
  session.notify({ kind: 'done', sentence: say`Session ${{ number }} was signed out.` });
  response.redirect(303, PATH);
}

/** Leaves nothing of the panel in the browser. */
function leave({ cookies }: Place, response: Response): void {
  cookies.clear(response, 'session');
  response.setHeader('Clear-Site-Data', '"cache", "storage"');
  response.redirect(303, SIGN_IN);
}
