import { Router } from 'express';
import type { FoundThings } from '../../core/module/index.js';
import { say, type Sentence } from '../../core/words/sentence.js';
import { troubleOf } from '../../errors.js';
import type { Deps } from '../deps.js';
import type { Pages } from '../pages.js';
import { route } from '../route.js';
import { matchingPlaces } from '../search/matching.js';
import { searchPlaces } from '../search/places.js';
import { queryOf, readerOf } from '../visit.js';

const PATH = '/search';
/** So many pages and settings are shown. */
const PLACES = 12;

/** What one finder found, or why it could not look. */
interface Group extends FoundThings {
  readonly title: Sentence;
  readonly problem: Sentence | '';
}

/** One search over pages, settings, what modules know, the logs and the audit log. */
export function searchRoutes(deps: Pick<Deps, 'registry' | 'draft' | 'frameOf'>, pages: Pages): Router {
  const router = Router({ strict: true, caseSensitive: true });
  route(router, PATH, {
    get: async (request, response) => {
      const text = queryOf(request, 'text').trim().slice(0, 200);
      const places = matchingPlaces(await searchPlaces(deps), text, readerOf(request), PLACES);
      const groups = text === '' ? [] : await groupsOf(deps, text);
      const search = new URLSearchParams({ search: text }).toString();
      await pages.show(request, response, {
        template: 'search',
        title: say`Search`,
        locals: {
          action: PATH,
          text,
          places: places.map(({ label, on, path }) => ({ label, on, path })),
          groups,
          isNothing:
            places.length === 0 &&
            groups.every(({ things, problem }) => things.length === 0 && problem === ''),
          audit: `/audit-log?${search}`,
          logs: `/logs?${search}`,
        },
      });
    },
  });
  return router;
}

/** What the modules find, side by side: one that does not answer keeps nobody from the others. */
async function groupsOf(
  { registry, frameOf }: Pick<Deps, 'registry' | 'frameOf'>,
  text: string,
): Promise<readonly Group[]> {
  const groups = await Promise.all(
    registry.modules.map(async ({ id, pages: { finder } }): Promise<readonly Group[]> => {
      if (finder === undefined) return [];
      const { title } = finder;
      try {
        return [{ title, problem: '', ...(await finder.find(frameOf(id), text)) }];
      } catch (error) {
        return [{ title, problem: troubleOf(error), things: [], more: null }];
      }
    }),
  );
  return groups.flat().filter(({ things, problem }) => things.length > 0 || problem !== '');
}
