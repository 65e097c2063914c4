import type { Response } from 'express';
import type { AllLogsFilter, LogPlaces } from '../services/daemons/all-logs.js';
import type { DaemonLogs } from '../services/daemons/daemon-logs.js';
import type { LogEntry } from '../services/daemons/log-entry.js';
import { beginEvents } from './event-stream.js';

/** Milliseconds between two looks at logs that somebody watches. */
const LOOK_EVERY = 1000;
/** How many may watch at once: each costs a look at the disk a second. */
const WATCHERS = 8;

let watchers = 0;

/** What is watched, and until when. */
export interface Watched {
  readonly logs: Pick<DaemonLogs, 'togetherSince'>;
  readonly filter: AllLogsFilter;
  /** Up to where the page knows the logs. */
  readonly places: LogPlaces;
  /** The rows of the table for new entries, the newest first. */
  readonly rows: (entries: readonly LogEntry[]) => Promise<string>;
  /** False as soon as the session has ended: then the answer ends too. */
  readonly mayWatch: () => Promise<boolean>;
}

/**
 * Sends the new lines of the logs as server-sent events `lines`, each the HTML of their rows as JSON, for as long as
 * somebody watches. A browser whose connection breaks asks again by itself, and is sent what was said since the page was made.
 */
export function streamLog(response: Response, { logs, filter, places, rows, mayWatch }: Watched): void {
  if (watchers >= WATCHERS) {
    response.status(503).end();
    return;
  }
  let seen = places;
  let isOver = false;
  watchers += 1;
  response.on('close', () => {
    isOver = true;
    watchers -= 1;
    clearTimeout(timer);
  });
  const look = async (): Promise<void> => {
    if (!(await mayWatch())) return void response.end();
    const news = await logs.togetherSince(filter, seen);
    seen = news.places;
    const html = news.entries.length === 0 ? '' : await rows(news.entries);
    if (isOver) return;
    // A comment when there is nothing new: it finds out that the browser is gone.
    response.write(html === '' ? ':\n\n' : `event: lines\ndata: ${JSON.stringify(html)}\n\n`);
    timer = setTimeout(lookOrEnd, LOOK_EVERY);
  };
  const lookOrEnd = (): void => void look().catch(() => response.end());
  let timer = setTimeout(lookOrEnd, 0);
  beginEvents(response);
}
