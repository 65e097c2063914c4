import { join } from 'node:path';
import ejs from 'ejs';
import type { Locals } from '../core/page.js';

/** Renders a template below `views/`. */
export type Views = (template: string, locals: Locals) => Promise<string>;

/**
 * The panel's templates, read and compiled once. EJS gets its options here and never from a template's values; a value
 * that is missing is a mistake and throws, where EJS would print nothing.
 * @param folder absolute path of `views`
 */
export function createViews(folder: string): Views {
  const options = { cache: true, root: folder, escape: escapeHtml };
  return (template, locals) => ejs.renderFile(join(folder, `${template}.ejs`), { ...locals }, options);
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text as it stands in an element or in a quoted attribute. */
export function escapeHtml(value: unknown): string {
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string')
    throw new Error(`a page shows a value of type ${value === null ? 'null' : typeof value}`);
  return value.replace(/[&<>"']/g, (character) => entities[character] ?? '');
}
