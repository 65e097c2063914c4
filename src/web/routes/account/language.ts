import type { Request, Response, Router } from 'express';
import { isAsked } from '../../../core/act.js';
import { say } from '../../../core/words/sentence.js';
import { PanelError } from '../../../errors.js';
import { nothingChanged } from '../../notices.js';
import { route } from '../../route.js';
import { fieldOf, permissionOf, sessionOf } from '../../visit.js';
import { LANGUAGE, PATH, type Place } from './place.js';

/** The form in which the administrator chooses the language of the pages. */
export function languageForm(router: Router, place: Place): void {
  route(router, LANGUAGE, { post: (request, response) => choose(place, request, response) });
}

async function choose({ acts, languages }: Place, request: Request, response: Response): Promise<void> {
  const language = fieldOf(request, 'language');
  if (language !== '' && !languages.has(language)) throw new PanelError('bad-request');
  const came = await acts.chooseLanguage.request({ language }, permissionOf(request));
  if (isAsked(came)) throw new Error('choosing the own language asks nothing');
  const sentence = came.kind === 'chosen' ? say`The language was changed.` : nothingChanged;
  sessionOf(request).notify({ kind: 'done', sentence });
  response.redirect(303, PATH);
}

/** The choices, each language by the name that it has for itself, and which one is chosen. */
export function languageLocals({ languages, ownLanguage }: Place) {
  return {
    action: LANGUAGE,
    byBrowser: ownLanguage.chosen === '',
    all: languages.all.map(({ language, name }) => ({
      language,
      name,
      isChosen: language === ownLanguage.chosen,
    })),
  };
}
