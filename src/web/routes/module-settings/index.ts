import { Router } from 'express';
import type { Pages } from '../../pages.js';
import { tablesWithPages, type Needs } from './place.js';
import { rowAddRoutes } from './row-add.js';
import { rowDeleteRoutes } from './row-delete.js';
import { rowPageRoutes } from './row-page.js';
import { settingsPageRoutes } from './settings-page.js';

/** A settings page for every module that declares one, and a page for each row of its tables that have tables. */
export function moduleSettingsRoutes(deps: Needs, pages: Pages): Router {
  const router = Router({ strict: true, caseSensitive: true });
  for (const module of deps.registry.modules) {
    if (module.page === null) continue;
    const place = { ...deps, module, page: module.page, pages };
    settingsPageRoutes(router, place);
    for (const rows of tablesWithPages(place)) {
      rowAddRoutes(router, rows);
      rowPageRoutes(router, rows);
      rowDeleteRoutes(router, rows);
    }
  }
  return router;
}
