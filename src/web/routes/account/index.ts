import { Router } from 'express';
import { createOwnAccountActs } from '../../../services/acts/own-account.js';
import type { Cookies } from '../../cookies.js';
import type { Deps } from '../../deps.js';
import type { Pages } from '../../pages.js';
import { accountPage } from './account-page.js';
import { ownSessions } from './sessions.js';

/** The administrator's own account: the password, and where he is signed in. */
export function accountRoutes(
  deps: Pick<Deps, 'signIn' | 'sessions' | 'audit'>,
  pages: Pages,
  cookies: Cookies,
): Router {
  const router = Router({ strict: true, caseSensitive: true });
  const place = { acts: createOwnAccountActs(deps), sessions: deps.sessions, pages, cookies };
  accountPage(router, place);
  ownSessions(router, place);
  return router;
}
