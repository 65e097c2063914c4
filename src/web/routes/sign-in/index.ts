import { Router } from 'express';
import type { Cookies } from '../../cookies.js';
import type { Deps } from '../../deps.js';
import type { FormTokens } from '../../form-token.js';
import type { Pages } from '../../pages.js';
import { signInPage } from './sign-in-page.js';
import { signOut, staySignedIn } from './sign-out.js';

/** Signing in and out, and staying signed in. */
export function signInRoutes(deps: Deps, pages: Pages, cookies: Cookies, tokens: FormTokens): Router {
  const router = Router({ strict: true, caseSensitive: true });
  const place = { ...deps, pages, cookies, tokens };
  signInPage(router, place);
  signOut(router, place);
  staySignedIn(router);
  return router;
}
