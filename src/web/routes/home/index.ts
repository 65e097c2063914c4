import { Router } from 'express';
import { serveDeclared } from '../../declared-pages.js';
import type { Pages } from '../../pages.js';
import { homePage, type Needs } from './home-page.js';
import { restartPage } from './restart.js';

/** The home page, and the buttons beside the daemons on it. */
export function homeRoutes(needs: Needs, pages: Pages): Router {
  const router = Router({ strict: true, caseSensitive: true });
  serveDeclared(router, pages, [homePage(needs), restartPage(needs)]);
  return router;
}
