import type { Request, Response } from 'express';
import type { ApplyOutcome } from '../../../services/saving/draft-settings.js';
import { sessionOf } from '../../visit.js';
import type { Place } from './place.js';

/** Says that a change is in the draft, and goes back to the page. */
export function noted(
  { path }: Place,
  request: Request,
  response: Response,
  { changed }: Extract<ApplyOutcome, { kind: 'applied' }>,
): void {
  const sentence = changed
    ? 'The changes are noted. Press Save Changes to put them into force.'
    : 'Nothing was changed.';
  sessionOf(request).notify({ kind: 'done', sentence });
  response.redirect(303, path);
}
