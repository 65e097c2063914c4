import { join } from 'node:path';
import ejs from 'ejs';
import type { Locals } from '../core/page.js';
import type { Reader } from '../core/words/reader.js';
import { allOf, anyOf, isSentence, many, moment, quantity, say, sayOf } from '../core/words/sentence.js';
import { Icon, icon } from './icon.js';

/** Renders a template below `views/` for somebody. */
export type Views = (template: string, locals: Locals, reader: Reader) => Promise<string>;

/** What templates write their own sentences with, as code does, and the icons. */
const words = { allOf, anyOf, icon, many, moment, quantity, say, sayOf } as const;

/**
 * Who reads the page that is being filled. EJS keeps a compiled template with its escape for the whole process, and fills
 * it without a pause.
 */
let reading: Reader | null = null;

function escape(value: unknown): string {
  if (value instanceof Icon) return value.markup;
  return escapeHtml(isSentence(value) && reading !== null ? reading.text(value) : value);
}

/**
 * The panel's templates, read and compiled once. EJS gets its options here and never from a template's values; a value
 * that is missing is a mistake and throws, where EJS would print nothing. A sentence is shown in the reader's language.
 * @param folder absolute path of `views`
 */
export function createViews(folder: string): Views {
  const options = { cache: true, root: folder, escape };
  return (template, locals, reader) => {
    reading = reader;
    try {
      const { language, direction } = reader;
      return ejs.renderFile(
        join(folder, `${template}.ejs`),
        { ...words, language, direction, ...locals },
        options,
      );
    } finally {
      reading = null;
    }
  };
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const SPECIAL = /[&<>"']/;
const ALL_SPECIAL = /[&<>"']/g;

/** Text as it stands in an element or in a quoted attribute. */
export function escapeHtml(value: unknown): string {
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string')
    throw new Error(`a page shows a value of type ${value === null ? 'null' : typeof value}`);
  return SPECIAL.test(value) ? value.replace(ALL_SPECIAL, (character) => entities[character] ?? '') : value;
}
