import { movedTo, shown, type PageAnswer, type PageDeclaration } from '../../../core/page.js';
import { BACKGROUND } from '../../background.js';
import { viewOfJob } from '../../job-view.js';
import { nextSteps, type NextStep } from '../../next-steps.js';
import { EVENTS, PATH, PROGRESS } from './paths.js';
import type { Needs } from './pending.js';

/** How far the save is, or how the last one ended. */
export function progressPage(needs: Needs): PageDeclaration {
  return { path: PROGRESS, get: () => progress(needs) };
}

async function progress(needs: Needs): Promise<PageAnswer> {
  const { save, draft } = needs;
  const job = save.current();
  if (job === null) return movedTo(PATH);
  const view = viewOfJob(job);
  return shown({
    template: 'progress',
    title: view.heading,
    isFailed: view.outcome === 'failed',
    script: 'progress.js',
    refresh: view.outcome === 'running' ? `${PROGRESS}?${BACKGROUND}` : '',
    locals: {
      job: view,
      events: EVENTS,
      pending: draft.pending().length,
      next: view.outcome === 'done' ? await whatNext(needs) : [],
    },
  });
}

/** What to do now: the steps that are left, then what the modules that are on offer. */
async function whatNext(needs: Needs): Promise<readonly Pick<NextStep, 'label' | 'path' | 'why'>[]> {
  const left = (await nextSteps(needs)).filter(({ isDone }) => !isDone);
  const offered = needs.modules
    .rows()
    .flatMap(({ module, savedEnabled }) => (savedEnabled ? (module.pages.afterwards ?? []) : []));
  return [...left, ...offered];
}
