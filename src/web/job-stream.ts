import type { Response } from 'express';
import { beginEvents } from './event-stream.js';
import type { Job } from '../core/progress.js';
import type { Reader } from '../core/words/reader.js';
import type { Deps } from './deps.js';
import { viewOfJob } from './job-view.js';
import type { Pages } from './pages.js';

/** Milliseconds between two signs of life, which also find out that a session has ended. */
const HEARTBEAT = 15_000;

/**
 * Sends the running job, and every change of it, as server-sent events: `job` with the outcome, the sentence and the
 * list of steps as HTML. A browser whose connection breaks asks again by itself.
 * @param mayWatch false as soon as the session has ended: then the answer ends too
 */
export function streamJob(
  response: Response,
  {
    save,
    pages,
    reader,
    mayWatch,
  }: {
    save: Pick<Deps['save'], 'current' | 'subscribe'>;
    pages: Pages;
    reader: Reader;
    mayWatch: () => Promise<boolean>;
  },
): void {
  let isOver = false;
  const end = (): void => {
    isOver = true;
    response.end();
  };
  const tell = async (job: Job): Promise<void> => {
    const view = viewOfJob(job);
    const html = await pages.fragment('partials/job', { job: view }, reader);
    if (!(await mayWatch())) end();
    const { outcome } = view;
    const sentence = reader.text(view.sentence);
    if (!isOver) response.write(`event: job\ndata: ${JSON.stringify({ outcome, sentence, html })}\n\n`);
  };
  // One after the other: asking whether one may watch takes longer at one time than at another.
  let last = Promise.resolve();
  const tellOrEnd = (): void => {
    const job = save.current();
    if (job !== null) last = last.then(() => tell(job)).catch(end);
  };
  const beat = async (): Promise<void> => {
    if (!(await mayWatch())) end();
    if (!isOver) response.write(':\n\n');
  };

  beginEvents(response);
  const unsubscribe = save.subscribe(tellOrEnd);
  const heartbeat = setInterval(() => void beat().catch(end), HEARTBEAT);
  response.on('close', () => {
    isOver = true;
    unsubscribe();
    clearInterval(heartbeat);
  });
  tellOrEnd();
}
