import type { Response } from 'express';
import { beginEvents } from './event-stream.js';
import type { LogFilter } from '../core/log-line.js';
import type { DaemonLogs } from '../services/daemons/daemon-logs.js';

/** Milliseconds between two looks at a log that somebody watches. */
const LOOK_EVERY = 1000;
/** How many may watch at once: each costs a look at the disk a second. */
const WATCHERS = 8;

let watchers = 0;

/** What is watched, and until when. */
export interface Watched {
  readonly logs: Pick<DaemonLogs, 'since'>;
  readonly daemon: string;
  readonly filter: LogFilter;
  /** Names the last line that the page knows. */
  readonly last: string;
  /** False as soon as the session has ended: then the answer ends too. */
  readonly mayWatch: () => Promise<boolean>;
}

/**
 * Sends the new lines of a daemon's log as server-sent events `lines`, each a JSON list, for as long as somebody
 * watches. A browser whose connection breaks asks again by itself, and is sent what was said since the page was made.
 */
export function streamLog(response: Response, { logs, daemon, filter, last, mayWatch }: Watched): void {
  if (watchers >= WATCHERS) {
    response.status(503).end();
    return;
  }
  let seen = last;
  let isOver = false;
  watchers += 1;
  response.on('close', () => {
    isOver = true;
    watchers -= 1;
    clearTimeout(timer);
  });
  const look = async (): Promise<void> => {
    if (!(await mayWatch())) return void response.end();
    const news = await logs.since(daemon, filter, seen);
    seen = news.last;
    if (isOver) return;
    // A comment when there is nothing new: it finds out that the browser is gone.
    response.write(
      news.lines.length === 0 ? ':\n\n' : `event: lines\ndata: ${JSON.stringify(news.lines)}\n\n`,
    );
    timer = setTimeout(lookOrEnd, LOOK_EVERY);
  };
  const lookOrEnd = (): void => void look().catch(() => response.end());
  let timer = setTimeout(lookOrEnd, 0);
  beginEvents(response);
}
