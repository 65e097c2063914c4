import type { Response } from 'express';

/** Begins an answer of server-sent events, which no web server in between is to hold back (nginx does unless told). */
export function beginEvents(response: Response): void {
  response.status(200).type('text/event-stream').setHeader('X-Accel-Buffering', 'no');
  response.flushHeaders();
}
