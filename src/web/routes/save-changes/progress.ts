import { movedTo, shown, type PageAnswer, type PageDeclaration } from '../../../core/page.js';
import { BACKGROUND } from '../../background.js';
import { viewOfJob } from '../../job-view.js';
import { EVENTS, PATH, PROGRESS } from './paths.js';
import type { Needs } from './pending.js';

/** How far the save is, or how the last one ended. */
export function progressPage(needs: Needs): PageDeclaration {
  return { path: PROGRESS, get: () => progress(needs) };
}

function progress({ save, draft }: Needs): PageAnswer {
  const job = save.current();
  if (job === null) return movedTo(PATH);
  const view = viewOfJob(job);
  return shown({
    template: 'progress',
    title: view.heading,
    isFailed: view.outcome === 'failed',
    script: 'progress.js',
    refresh: view.outcome === 'running' ? `${PROGRESS}?${BACKGROUND}` : '',
    locals: { job: view, events: EVENTS, pending: draft.pending().length },
  });
}
