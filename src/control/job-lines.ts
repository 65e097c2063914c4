import type { ServerResponse } from 'node:http';
import type { Job } from '../core/progress.js';
import type { SaveChanges } from '../services/saving/save-changes.js';

/**
 * Answers with the running save, or the last one, as a line of JSON, and with every change of it as another, until it is
 * over. Without a save there is no line.
 */
export function sendJobLines(
  response: ServerResponse,
  save: Pick<SaveChanges, 'current' | 'subscribe'>,
): void {
  response.writeHead(200, { 'Content-Type': 'application/x-ndjson' });
  const tell = (job: Job): void => {
    response.write(`${JSON.stringify(job)}\n`);
    if (job.outcome !== 'running') response.end();
  };
  const job = save.current();
  if (job === null) {
    response.end();
    return;
  }
  const unsubscribe = save.subscribe(tell);
  response.on('close', unsubscribe);
  tell(job);
}
