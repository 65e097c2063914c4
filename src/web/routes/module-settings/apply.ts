import type { Request, Response } from 'express';
import { isAsked } from '../../../core/act.js';
import type { FieldErrors, Settings } from '../../../core/settings.js';
import { passage, type Sentence } from '../../../core/words/sentence.js';
import { showAsked } from '../../asking.js';
import { changesKept, nothingChanged } from '../../notices.js';
import { permissionOf, sessionOf } from '../../visit.js';
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
  readonly note: Sentence | '';
}

/** What came of a wish that has to be shown in its form again; null when it was answered. */
export type Refused =
  | { readonly kind: 'invalid'; readonly errors: FieldErrors }
  | { readonly kind: 'conflict'; readonly theirs: Settings; readonly version: number }
  | null;

/**
 * Brings settings into the draft, or shows what is asked first. Where they were taken, it says so and goes on to `next`;
 * what they were refused for is for the form to show.
 */
export async function applyWish(
  { acts, module, pages }: Place,
  request: Request,
  response: Response,
  { values, version, cancel, note, next }: Wish & { readonly next: string | (() => Promise<string>) },
): Promise<Refused> {
  const wanted = { module: module.id, values, version };
  const outcome = await acts.applySettings.request(wanted, permissionOf(request));
  if (isAsked(outcome)) {
    await showAsked(pages, request, response, outcome, cancel);
    return null;
  }
  if (outcome.kind !== 'applied') return outcome;
  const sentence = outcome.changed ? passage(changesKept, note) : nothingChanged;
  sessionOf(request).notify({ kind: 'done', sentence });
  response.redirect(303, typeof next === 'string' ? next : await next());
  return null;
}
