import { Router } from 'express';
import { serveDeclared } from '../declared-pages.js';
import { movedTo } from '../../core/page.js';
import type { Pages } from '../pages.js';
import { WHAT_HAPPENS } from './save-changes/paths.js';

/** The address that the page "What happens when…" had, for links to it: it is a part of Save Changes now. */
export function consequenceRoutes(pages: Pages): Router {
  const router = Router({ strict: true, caseSensitive: true });
  serveDeclared(router, pages, [{ path: '/what-happens', get: () => movedTo(WHAT_HAPPENS) }]);
  return router;
}
