import { Router, type Request, type Response } from 'express';
import type { PageAnswer, PageDeclaration, PageHandler, PageRequest } from '../core/page.js';
import { showAsked } from './asking.js';
import { settingsFrom } from './form-values.js';
import type { Pages } from './pages.js';
import { route, type Handler } from './route.js';
import { fieldOf, partOf, permissionOf, queryOf, sessionOf } from './visit.js';

/** The pages that modules bring. */
export function declaredRoutes(pages: Pages, declared: readonly PageDeclaration[]): Router {
  const router = Router({ strict: true, caseSensitive: true });
  serveDeclared(router, pages, declared);
  return router;
}

/** Puts declared pages behind their paths. */
export function serveDeclared(router: Router, pages: Pages, declared: readonly PageDeclaration[]): void {
  for (const { path, get, post, formAt } of declared)
    route(router, path, {
      ...(formAt === undefined ? {} : { formAt }),
      ...(get === undefined ? {} : { get: served(pages, get) }),
      ...(post === undefined ? {} : { post: served(pages, post) }),
    });
}

function served(pages: Pages, handler: PageHandler): Handler {
  return async (request, response) => answerWith(pages, request, response, await handler(asked(request)));
}

/** The request as a declared page sees it. */
function asked(request: Request): PageRequest {
  const form = request.form ?? new Map<string, string>();
  return {
    path: request.path,
    query: (name) => queryOf(request, name),
    part: (name) => partOf(request, name),
    field: (name) => fieldOf(request, name),
    form,
    files: request.uploads ?? [],
    settings: (fields, prefix) => settingsFrom(form, fields, prefix),
    late: request.late ?? null,
    permission: permissionOf(request),
  };
}

function answerWith(
  pages: Pages,
  request: Request,
  response: Response,
  answer: PageAnswer,
): void | Promise<void> {
  switch (answer.kind) {
    case 'shown':
      return pages.show(request, response, answer.page);
    case 'asking':
      if (answer.form !== undefined) request.form = answer.form;
      return showAsked(pages, request, response, answer.asked, answer.cancel);
    case 'file':
      response.attachment(answer.file.name).type(answer.file.type).send(answer.file.text);
      return;
    case 'moved':
      if (answer.notice !== undefined) sessionOf(request).notify(answer.notice);
      response.redirect(303, answer.to);
  }
}
