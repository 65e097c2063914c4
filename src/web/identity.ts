import type { Request, Response } from 'express';
import { showAsked } from './asking.js';
import type { Pages } from './pages.js';
import { sessionOf } from './visit.js';

/** What is about to be done. */
export interface Danger {
  /** Why it is asked, as a sentence; null when there is nothing to ask. */
  readonly danger: string | null;
  /** Where "Cancel" leads. */
  readonly cancel: string;
}

/** Whether the form may be acted on. When it may not yet, this shows the page "Confirm it is you" and gives false. */
export async function confirmIdentity(
  pages: Pages,
  request: Request,
  response: Response,
  { danger, cancel }: Danger,
): Promise<boolean> {
  if (danger === null || sessionOf(request).isProved()) return true;
  await showAsked(pages, request, response, { kind: 'asked', stepUp: danger, question: null }, cancel);
  return false;
}
