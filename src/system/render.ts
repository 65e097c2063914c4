import { readFile } from 'node:fs/promises';
import { join, normalize } from 'node:path';
import ejs from 'ejs';
import type { Renderer, TextFormat } from '../core/ports.js';
import { say, type Sentence } from '../core/words/sentence.js';
import { PanelError, reasonOf, Trouble, troubleOf } from '../errors.js';
import { escapes } from './escape.js';
import { checkXml } from './xml-check.js';

type Compiled = (values: Readonly<Record<string, unknown>>) => string;

/**
 * The renderer of configuration files: EJS with the escape of the file's format. Templates are read and compiled once.
 * `<%-` (unescaped output) is refused, and XML is parsed again after rendering ({@link checkXml}).
 * @param root the project's folder, absolute; templates lie in `root/templates`
 */
export function createRenderer(root: string): Renderer {
  const compiled = new Map<string, Promise<Compiled>>();

  const compile = async (template: string, format: TextFormat): Promise<Compiled> => {
    const text = await readFile(join(root, 'templates', template), 'utf8');
    if (text.includes('<%-')) throw new Trouble(say`It has unescaped output (<%-).`);
    return ejs.compile(text, { escape: escapes[format], filename: template });
  };

  return {
    async render(template, format, values) {
      const key = `${format} ${template}`;
      try {
        const known = compiled.get(key) ?? compile(template, format);
        compiled.set(key, known);
        const rendered = (await known)(values);
        if (format === 'xml') checkXml(rendered);
        return rendered;
      } catch (error) {
        compiled.delete(key);
        throw new PanelError('render-failed', { file: template, reason: plainReason(error) }, error);
      }
    },

    async shipped(path) {
      const clean = normalize(path);
      if (!/^(templates|dist)\//.test(clean)) throw new Error(`not below templates/ or dist/: ${path}`);
      return readFile(join(root, clean), 'utf8');
    },

    problemOf(path, text) {
      try {
        if (path.endsWith('.xml')) checkXml(text);
        if (path.endsWith('.json')) JSON.parse(text);
        return null;
      } catch (error) {
        return troubleOf(error);
      }
    },
  };
}

/** EJS wraps a reason into an excerpt of the template, `FILE:LINE … reason`: the reason and the line are enough. */
function plainReason(error: unknown): Sentence {
  const wrapped = /^.+:(\d+)\n[^]*\n\n([^]*)$/.exec(reasonOf(error));
  if (wrapped === null) return troubleOf(error);
  const [, line = '', said = ''] = wrapped;
  return say`Line ${{ line }}: ${{ reason: error instanceof Trouble ? error.sentence : said }}`;
}
