import type { RequestHandler } from 'express';
import type { Sessions } from '../../services/sessions.js';
import type { Cookies } from '../cookies.js';
import { isBackground } from '../background.js';
import type { FormTokens } from '../form-token.js';

/** Finds out who it is. Forged or ended sessions are as good as none. */
export function loadSession(sessions: Sessions, cookies: Cookies, tokens: FormTokens): RequestHandler {
  return (request, _response, next) => {
    const id = cookies.read(request, 'session');
    const session = id === null ? null : sessions.find(id, !isBackground(request));
    const tokenFor = session === null ? cookies.read(request, 'visitor') : id;
    request.visit = {
      session,
      token: tokenFor === null ? '' : tokens.of(tokenFor),
      stillSignedIn: () => id !== null && sessions.find(id, false) !== null,
    };
    next();
  };
}
