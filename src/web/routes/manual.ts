import { Router } from 'express';
import { say } from '../../core/words/sentence.js';
import { PanelError } from '../../errors.js';
import type { Deps } from '../deps.js';
import { chapterPath, chaptersOf, MANUAL } from '../manual/manual.js';
import type { Pages } from '../pages.js';
import { route } from '../route.js';
import { partOf } from '../visit.js';

/** The manual: a list of its chapters, and a page for each. */
export function manualRoutes({ registry }: Pick<Deps, 'registry'>, pages: Pages): Router {
  const router = Router({ strict: true, caseSensitive: true });
  const all = chaptersOf(registry);
  const links = all.map((chapter) => ({ title: chapter.title, path: chapterPath(chapter) }));
  route(router, MANUAL, {
    get: (request, response) =>
      pages.show(request, response, { template: 'manual', title: say`Manual`, locals: { links } }),
  });
  route(router, `${MANUAL}/:chapter`, {
    get: (request, response) => {
      const index = all.findIndex(({ id }) => id === partOf(request, 'chapter'));
      const chapter = all[index];
      if (chapter === undefined) throw new PanelError('not-found');
      const locals = { parts: chapter.parts, contents: MANUAL, next: links[index + 1] ?? null };
      return pages.show(request, response, { template: 'chapter', title: chapter.title, locals });
    },
  });
  return router;
}
