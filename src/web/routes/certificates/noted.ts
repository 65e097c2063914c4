import type { Request, Response } from 'express';
import { changesKept, nothingChanged } from '../../notices.js';
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
  sessionOf(request).notify({ kind: 'done', sentence: changed ? changesKept : nothingChanged });
  response.redirect(303, path);
}
