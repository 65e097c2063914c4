import type { RequestHandler } from 'express';
import { PanelError } from '../../errors.js';
import { isToken, TOKEN_FIELD } from '../form-token.js';
import { fieldOf } from '../visit.js';
import { isSafe } from './same-origin.js';

/** Refuses a form without the token of the pages of this session. Only the body counts, never the query. */
export const mustCarryToken: RequestHandler = (request, _response, next) => {
  const carriesToken = (): boolean => isToken(request.visit?.token ?? '', fieldOf(request, TOKEN_FIELD));
  if (!isSafe(request.method) && !carriesToken()) throw new PanelError('forbidden');
  next();
};
