import { Router } from 'express';
import type { Deps } from '../../deps.js';
import { serveDeclared } from '../../declared-pages.js';
import type { Pages } from '../../pages.js';
import { consentPage } from './consent.js';
import { tablePage } from './table.js';

/** Which modules are on: a table of tick boxes, and the consent page before a module is configured. */
export function moduleStateRoutes(deps: Pick<Deps, 'modules' | 'registry' | 'acts'>, pages: Pages): Router {
  const router = Router({ strict: true, caseSensitive: true });
  serveDeclared(router, pages, [tablePage(deps), consentPage(deps)]);
  return router;
}
