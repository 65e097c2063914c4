import type { Request, Response } from 'express';
import type { Question } from '../../../core/module/index.js';
import type { FieldErrors, Settings } from '../../../core/settings.js';
import { applyAudited } from '../../../services/saving/audited-settings.js';
import { BASE_FIELD } from '../../base.js';
import { sentFields } from '../../form-values.js';
import { confirmIdentity } from '../../identity.js';
import { actorOf, fieldOf, sessionOf } from '../../visit.js';
import type { Place } from './place.js';

/** Settings that somebody wants in the draft. */
export interface Wish {
  /** All of the module's. */
  readonly values: Settings;
  /** The version of the draft that they were made from. */
  readonly version: number;
  /** Where "Cancel" leads. */
  readonly cancel: string;
  /** What is said when they are noted, after the usual sentence, or ''. */
  readonly note: string;
}

/** What came of a wish that has to be shown in its form again; null when it was answered. */
export type Refused =
  | { readonly kind: 'invalid'; readonly errors: FieldErrors }
  | { readonly kind: 'conflict'; readonly theirs: Settings; readonly version: number }
  | null;

/**
 * Brings settings into the draft: asks for the password where that is dangerous, and what the module asks. Where they were
 * taken, it says so and goes on to `next`; what they were refused for is for the form to show.
 */
export async function applyWish(
  place: Place,
  request: Request,
  response: Response,
  wish: Wish & { readonly next: string },
): Promise<Refused> {
  const { draft, audit, module, pages } = place;
  const { values, version, cancel, note, next } = wish;
  const danger = draft.danger(module.id, values);
  if (!(await confirmIdentity(pages, request, response, { danger, cancel }))) return null;
  const confirmed = fieldOf(request, '_confirmed') === 'yes';
  const outcome = await applyAudited({ draft, audit }, actorOf(request), {
    module: module.id,
    values,
    version,
    confirmed,
    answer: Number(fieldOf(request, '_answer') || -1),
  });
  if (outcome.kind === 'invalid' || outcome.kind === 'conflict') return outcome;
  if (outcome.kind === 'question') {
    await ask(place, request, response, { question: outcome.question, version, cancel });
    return null;
  }
  const noted = `The changes are noted. Press Save Changes to put them into force.${note === '' ? '' : ` ${note}`}`;
  sessionOf(request).notify({ kind: 'done', sentence: outcome.changed ? noted : 'Nothing was changed.' });
  response.redirect(303, next);
  return null;
}

/** The question is asked before anything goes to the draft; the form's values travel with it. */
async function ask(
  { pages }: Place,
  request: Request,
  response: Response,
  { question, version, cancel }: { question: Question; version: number; cancel: string },
): Promise<void> {
  await pages.show(request, response, {
    template: 'question',
    title: question.title,
    locals: {
      sentences: question.sentences,
      answers: question.answers.map(({ label }, index) => ({ label, value: String(index) })),
      isLoss: false,
      action: request.path,
      cancel,
      hidden: [
        ...sentFields(request.form),
        [BASE_FIELD, fieldOf(request, BASE_FIELD)],
        ['_version', String(version)],
        ['_confirmed', 'yes'],
      ],
    },
  });
}
