import type { Request, Response, Router } from 'express';
import { PanelError } from '../errors.js';

/** Answers a request. What it throws goes to the error page. */
export type Handler = (request: Request, response: Response) => void | Promise<void>;

/** One path with what it answers to; any other method is 405. */
export function route(
  router: Router,
  path: string,
  handlers: { readonly get?: Handler; readonly post?: Handler },
): void {
  const { get, post } = handlers;
  const one = router.route(path);
  if (get !== undefined) one.get(get);
  if (post !== undefined) one.post(post);
  const allowed = [...(get === undefined ? [] : ['GET', 'HEAD']), ...(post === undefined ? [] : ['POST'])];
  one.all((_request, response) => {
    response.setHeader('Allow', allowed.join(', '));
    throw new PanelError('method-not-allowed');
  });
}
