import type { Sentence } from '../words/sentence.js';
/** The format that a template's values are escaped for; `zone` and `bind` are BIND's zone files and its named.conf. */
export type TextFormat = 'xml' | 'slapd' | 'json' | 'zone' | 'bind' | 'text';

/** Renders the templates below `templates/`. */
export interface Renderer {
  /** Throws `render-failed` on an undefined value and on a value that the format cannot express. */
  render(template: string, format: TextFormat, values: Readonly<Record<string, unknown>>): Promise<string>;
  /** The text of a file that is shipped as it is (a program, a schema), below `templates/` or `dist/`. */
  shipped(path: string): Promise<string>;
  /**
   * What is wrong with a text that is to stand in a file of this name, as a sentence with the line: that of a rendered
   * `.xml` file is checked the same way. Null when nothing is, and of files that have no form of their own.
   */
  problemOf(path: string, text: string): Sentence | null;
}
