import { randomUUID } from 'node:crypto';
import type { ErrorRequestHandler, RequestHandler } from 'express';
import { say, type Sentence } from '../../core/words/sentence.js';
import { foreseenIn, PanelError, type ErrorCode } from '../../errors.js';
import type { Deps } from '../deps.js';
import type { Pages } from '../pages.js';

const titles: Readonly<Record<number, Sentence>> = {
  400: say`Request not understood`,
  403: say`Not allowed`,
  404: say`Page not found`,
  405: say`Not possible here`,
  409: say`Not possible at this moment`,
  413: say`Too large`,
  421: say`Unknown host name`,
  500: say`Error in the panel`,
  503: say`Not available now`,
};

/** For paths that no route took. */
export const notFound: RequestHandler = () => {
  throw new PanelError('not-found');
};

/** A page with a sentence for what was foreseen, and with a number that stands in the log for what was not. */
export function errorPage(pages: Pages, { log }: Pick<Deps, 'log'>): ErrorRequestHandler {
  return async (error: unknown, request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const shown = foreseen(error) ?? mistake(error, `${request.method} ${request.path}`, log);
    const title = titles[shown.status] ?? say`Not possible`;
    try {
      await pages.show(request, response, {
        template: 'error',
        title,
        status: shown.status,
        locals: { sentence: shown.sentence, isSignedIn: Boolean(request.visit?.session) },
      });
    } catch (renderError) {
      const { message } = mistake(renderError, 'the error page', log);
      response.status(500).type('text').send(message);
    }
  };
}

/** The PanelError itself, or the one that stands for what Express and its parsers refuse. */
function foreseen(error: unknown): PanelError | null {
  const known = foreseenIn(error);
  if (known !== null) return known;
  const status = error instanceof Error && 'status' in error ? error.status : null;
  const codes: Readonly<Record<number, ErrorCode>> = {
    403: 'not-found',
    404: 'not-found',
    405: 'method-not-allowed',
    413: 'too-large',
  };
  if (typeof status !== 'number' || status < 400 || status >= 500) return null;
  return new PanelError(codes[status] ?? 'bad-request');
}

function mistake(error: unknown, where: string, log: Deps['log']): PanelError {
  const id = randomUUID().slice(0, 8);
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  log.error(`${id}: ${where}: ${JSON.stringify(text)}`);
  return new PanelError('internal', { id });
}
