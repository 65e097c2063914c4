import { SaxesParser } from 'saxes';
import { say, type Sentence, verbatim } from '../core/words/sentence.js';
import { Trouble } from '../errors.js';

interface OpenElement {
  readonly name: string;
  readonly selfClosing: boolean;
  text: string;
  children: number;
}

/**
 * Reads rendered XML again, as strictly as the daemons do and more: well-formed; no text that is empty, padded or mixed
 * with elements; no `${`; a flag is written `<flag/>`. (Their own reader takes `<ip></ip>` for `1`, keeps
 * padding, and expands `${`.)
 * @throws Trouble with the line and the reason
 */
export function checkXml(document: string): void {
  const parser = new SaxesParser({ xmlns: true, position: true });
  const open: OpenElement[] = [];
  const refuse = (reason: Sentence): never => {
    throw new Trouble(say`Line ${{ line: parser.line }}: ${{ reason }}`);
  };
  // saxes says LINE:COLUMN: first.
  parser.on('error', ({ message }) => refuse(verbatim(message.replace(/^(\d+:\d+: )?/, ''))));
  parser.on('doctype', () => refuse(say`A DOCTYPE is not allowed.`));
  parser.on('opentag', (tag) => {
    const parent = open.at(-1);
    if (parent !== undefined) parent.children += 1;
    open.push({ name: tag.name, selfClosing: tag.isSelfClosing, text: '', children: 0 });
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
    const { name, text } = element;
    if (text.includes('${')) refuse(say`<${{ name }}> contains “\${”.`);
    if (element.children > 0) {
      if (text.trim() !== '') refuse(say`<${{ name }}> mixes text and elements.`);
    } else if (!element.selfClosing) {
      if (text.trim() === '') refuse(say`<${{ name }}> is empty.`);
      if (text.trim() !== text) refuse(say`The text of <${{ name }}> begins or ends with a space.`);
    }
  });
  parser.write(document).close();
}
