import { Router } from 'express';
import { createOwnAccountActs } from '../../../services/acts/own-account.js';
import type { Cookies } from '../../cookies.js';
import type { Deps } from '../../deps.js';
import type { Pages } from '../../pages.js';
import { accountPage } from './account-page.js';
import { languageForm } from './language.js';
import { ownSessions } from './sessions.js';

/** The administrator's own account: the language, the password, and the sessions. */
export function accountRoutes(
  deps: Pick<Deps, 'signIn' | 'sessions' | 'audit' | 'languages' | 'ownLanguage'>,
  pages: Pages,
  cookies: Cookies,
): Router {
  const router = Router({ strict: true, caseSensitive: true });
  const place = { ...deps, acts: createOwnAccountActs(deps), pages, cookies };
  accountPage(router, place);
  ownSessions(router, place);
  languageForm(router, place);
  return router;
}
