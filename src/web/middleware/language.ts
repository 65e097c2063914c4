import type { RequestHandler } from 'express';
import { wishesOf } from '../../core/words/languages.js';
import type { Deps } from '../deps.js';

/** Finds out in which language the answer is read: the one that the browser wishes for. */
export function speakLanguage({ languages }: Pick<Deps, 'languages'>): RequestHandler {
  return (request, _response, next) => {
    const language = languages.choose(wishesOf(request.headers['accept-language'] ?? ''));
    request.reader = languages.reader(language);
    next();
  };
}
