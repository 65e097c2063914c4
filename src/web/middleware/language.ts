import type { Request, RequestHandler } from 'express';
import { wishesOf } from '../../core/words/languages.js';
import type { Cookies } from '../cookies.js';
import type { Deps } from '../deps.js';
import { zoneOf } from '../zone.js';

/** Who reads the answer: in the language that the browser asks for. */
export function speakLanguage({ languages }: Pick<Deps, 'languages'>, cookies: Cookies): RequestHandler {
  return (request, _response, next) => {
    read(request, languages, languages.choose(wishesOf(request.headers['accept-language'] ?? '')), cookies);
    next();
  };
}

/** The administrator's own choice comes before the browser's wish. Comes after the session was found. */
export function speakOwnLanguage(
  { languages, ownLanguage }: Pick<Deps, 'languages' | 'ownLanguage'>,
  cookies: Cookies,
): RequestHandler {
  return (request, _response, next) => {
    const { chosen } = ownLanguage;
    if (request.visit?.session && languages.has(chosen)) read(request, languages, chosen, cookies);
    next();
  };
}

function read(request: Request, languages: Deps['languages'], language: string, cookies: Cookies): void {
  request.reader = languages.reader(language, { browserZone: zoneOf(cookies.zone(request)) });
}
