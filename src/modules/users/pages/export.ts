import type { Frame } from '../../../core/module/index.js';
import type { PageDeclaration } from '../../../core/page.js';
import { listQuery } from './list-shape.js';
import { EXPORT } from './paths.js';

/** The users that the list shows, on all of its pages, as a file. */
export function exportPage(frame: Frame): PageDeclaration {
  return {
    path: EXPORT,
    get: async (request) => {
      const text = await frame.people.csv(listQuery(frame, request).wanted);
      return { kind: 'file', file: { name: 'users.csv', type: 'text/csv; charset=utf-8', text } };
    },
  };
}
