import { join } from 'node:path';
import ejs from 'ejs';
import type { Locals } from '../core/page.js';
import type { Reader } from '../core/words/reader.js';
import { allOf, anyOf, isSentence, many, moment, quantity, say, sayOf } from '../core/words/sentence.js';
import { Icon, icon } from './icon.js';

/** Renders a template below `views/` for its reader. */
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
  const compiled = new Map<string, ejs.TemplateFunction>();

  const fill = (template: string, locals: Locals, reader: Reader): string => {
    const names = Object.keys(locals);
    const key = `${template} ${names.join(' ')}`;
    const known = compiled.get(key) ?? compile(folder, template, names);
    compiled.set(key, known);
    const include = (path: string, more?: Locals): string =>
      fill(path.slice(1), more === undefined ? locals : { ...locals, ...more }, reader);
    return known({ given: locals, words, reader, include });
  };

  return (template, locals, reader) => {
    reading = reader;
    try {
      return Promise.resolve(fill(template, locals, reader));
    } finally {
      reading = null;
    }
  };
}

/**
 * A template for values of these names. It begins with them as constants: EJS's own way, `with`, looks every name of the
 * template up anew, and its `include` asks the disk each time. A name that was not given is unknown there, and throws. The
 * template is a block of its own: it may have a constant of the same name.
 */
function compile(folder: string, template: string, names: readonly string[]): ejs.TemplateFunction {
  const filename = join(folder, `${template}.ejs`);
  const constants = [
    `{ ${names.join(', ')} } = values.given`,
    `{ ${Object.keys(words).join(', ')} } = values.words`,
    '{ language, direction } = values.reader',
    '{ include } = values',
  ];
  return ejs.compile(`<% const ${constants.join(', ')}; { %>${ejs.fileLoader(filename).toString()}<% } %>`, {
    filename,
    escape,
    _with: false,
    localsName: 'values',
  });
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
