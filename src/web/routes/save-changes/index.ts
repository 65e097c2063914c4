import { Router } from 'express';
import { serveDeclared } from '../../declared-pages.js';
import { streamJob } from '../../job-stream.js';
import type { Pages } from '../../pages.js';
import { route } from '../../route.js';
import { readerOf } from '../../visit.js';
import { callOffPage } from './call-off.js';
import { discardPage } from './discard.js';
import { EVENTS } from './paths.js';
import { pendingPage, type Needs } from './pending.js';
import { progressPage } from './progress.js';

/** What is pending, saving or discarding it, and the progress of a save. */
export function saveChangesRoutes(deps: Needs, pages: Pages): Router {
  const router = Router({ strict: true, caseSensitive: true });
  serveDeclared(router, pages, [pendingPage(deps), discardPage(deps), callOffPage(deps), progressPage(deps)]);
  route(router, EVENTS, {
    get: (request, response) => {
      streamJob(response, {
        reader: readerOf(request),
        save: deps.save,
        pages,
        mayWatch: async () => (await request.visit?.stillSignedIn()) ?? false,
      });
    },
  });
  return router;
}
