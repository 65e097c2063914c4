import { Router } from 'express';
import { say, type Sentence } from '../../core/words/sentence.js';
import { troubleOf } from '../../errors.js';
import type { Consequence } from '../../services/saving/consequences.js';
import type { Deps } from '../deps.js';
import type { Pages } from '../pages.js';
import { route } from '../route.js';

/** Which files, daemons and users each setting affects, worked out from the active configuration. */
export function consequenceRoutes({ consequences }: Pick<Deps, 'consequences'>, pages: Pages): Router {
  const router = Router({ strict: true, caseSensitive: true });
  route(router, '/what-happens', {
    get: async (request, response) => {
      const { rows, problem } = await rowsOrReason();
      await pages.show(request, response, {
        template: 'what-happens',
        title: say`What happens when…`,
        status: problem === '' ? 200 : 503,
        locals: { rows, problem },
      });
    },
  });

  async function rowsOrReason(): Promise<{ rows: readonly Consequence[]; problem: Sentence | '' }> {
    try {
      return { rows: await consequences.all(), problem: '' };
    } catch (error) {
      return { rows: [], problem: troubleOf(error) };
    }
  }

  return router;
}
