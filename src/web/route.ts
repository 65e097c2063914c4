import type { Request, Response, Router } from 'express';
import { PanelError } from '../errors.js';

/** Answers a request. What it throws goes to the error page. */
export type Handler = (request: Request, response: Response) => void | Promise<void>;

/** What a path answers to. */
export interface Handlers {
  readonly get?: Handler;
  readonly post?: Handler;
  /** Where the form stands of a path that takes forms only; the path above it if left out. */
  readonly formAt?: string;
}

/**
 * One path with what it answers to; any other method is 405. A path that only takes forms leads a browser that opens it,
 * as one that goes back or loads a page again does, to the page of the form.
 */
export function route(router: Router, path: string, handlers: Handlers): void {
  const { get, post, formAt = above(path) } = handlers;
  const one = router.route(path);
  one.get(get ?? ((_request, response) => response.redirect(303, formAt)));
  if (post !== undefined) one.post(post);
  const allowed = ['GET', 'HEAD', ...(post === undefined ? [] : ['POST'])];
  one.all((_request, response) => {
    response.setHeader('Allow', allowed.join(', '));
    throw new PanelError('method-not-allowed');
  });
}

function above(path: string): string {
  return path.slice(0, path.lastIndexOf('/')) || '/';
}
