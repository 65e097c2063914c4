import { say } from '../../../core/words/sentence.js';
import { Trouble } from '../../../errors.js';
import { SaxesParser } from 'saxes';

/** An element of a configuration file. */
export interface XmlTree {
  readonly name: string;
  /** Attribute name → value. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlTree[];
  /** The text directly in it, without the space around it. */
  readonly text: string;
}

interface OpenElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: XmlTree[];
  text: string;
}

const MAX_DEPTH = 64;

/**
 * Reads a whole XML document.
 * @returns its outermost element
 * @throws Trouble that names the line and nothing of what stands there: it may be a password
 */
export function readXml(document: string): XmlTree {
  const parser = new SaxesParser({ xmlns: false, position: true });
  const refuse = (): never => {
    throw new Trouble(say`it is not well-formed XML, line ${{ line: parser.line }}`);
  };
  const top: XmlTree[] = [];
  const open: OpenElement[] = [];
  parser.on('error', refuse);
  parser.on('doctype', refuse);
  parser.on('opentag', ({ name, attributes }) => {
    if (open.length >= MAX_DEPTH) refuse();
    open.push({ name, attributes, children: [], text: '' });
  });
  const append = (text: string): void => {
    const element = open.at(-1);
    if (element !== undefined) element.text += text;
  };
  parser.on('text', append);
  parser.on('cdata', append);
  parser.on('closetag', () => {
    const element = open.pop();
    if (element === undefined) return;
    (open.at(-1)?.children ?? top).push({ ...element, text: element.text.trim() });
  });
  parser.write(document).close();
  return top[0] ?? refuse();
}

/** The elements at a path below an element: `['local', 'id']`. */
export function allAt(tree: XmlTree, path: readonly string[]): readonly XmlTree[] {
  return path.reduce<readonly XmlTree[]>(
    (found, name) => found.flatMap(({ children }) => children.filter((child) => child.name === name)),
    [tree],
  );
}

/** The text of the first element at a path, or `''`. */
export function textAt(tree: XmlTree, ...path: readonly string[]): string {
  return allAt(tree, path)[0]?.text ?? '';
}
