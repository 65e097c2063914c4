import type { RequestHandler } from 'express';
import { isBackground } from '../background.js';
import { isOfSession } from '../connections.js';
import type { Cookies } from '../cookies.js';
import type { Deps } from '../deps.js';
import type { FormTokens } from '../form-token.js';

/** Finds out who it is. Forged or ended sessions are as good as none, and so are those of an earlier password. */
export function loadSession(
  { sessions, signIn }: Pick<Deps, 'sessions' | 'signIn'>,
  cookies: Cookies,
  tokens: FormTokens,
): RequestHandler {
  return async (request, _response, next) => {
    sessions.holdFor(await signIn.mark());
    const id = cookies.read(request, 'session');
    const session = id === null ? null : sessions.find(id, !isBackground(request));
    if (session !== null) isOfSession(request.socket);
    const tokenFor = session === null ? cookies.read(request, 'visitor') : id;
    request.visit = {
      session,
      token: tokenFor === null ? '' : tokens.of(tokenFor),
      stillSignedIn: async () => {
        sessions.holdFor(await signIn.mark());
        return id !== null && sessions.find(id, false) !== null;
      },
    };
    next();
  };
}
