import { SaxesParser, type SaxesTagNS } from 'saxes';
import { say } from '../../../core/words/sentence.js';
import { Trouble } from '../../../errors.js';
import type { Element } from './element.js';

/** The longest element that is taken: a list of ten thousand sessions has about this size. */
const MAX_ELEMENT = 1_000_000;
const MAX_DEPTH = 32;

interface OpenElement extends Element {
  readonly children: OpenElement[];
  text: string;
}

/**
 * Reads one XMPP stream (RFC 6120, 4) as it comes, whatever pieces it comes in: its header, then each element below it.
 * Bounded in size and depth, since anybody who chats can have something sent to the panel.
 */
export class StreamParser {
  /** The attributes of the stream's header, once it is there. */
  header: Readonly<Record<string, string>> | null = null;
  /** True after the stream's end. */
  ended = false;
  readonly #parser = new SaxesParser({ xmlns: true });
  readonly #elements: Element[] = [];
  readonly #open: OpenElement[] = [];
  #unfinished = 0;

  constructor() {
    this.#parser.on('error', (error) => {
      throw error;
    });
    this.#parser.on('doctype', () => {
      throw new Trouble(say`The stream has a DOCTYPE.`);
    });
    this.#parser.on('opentag', (tag) => this.#begin(tag));
    this.#parser.on('closetag', () => this.#end());
    this.#parser.on('text', (text) => this.#append(text));
    this.#parser.on('cdata', (text) => this.#append(text));
  }

  /** Takes the next piece. Throws an Error when it is no XML, or too much of it. */
  write(text: string): void {
    this.#unfinished += text.length;
    this.#parser.write(text);
    if (this.#unfinished > MAX_ELEMENT) throw new Trouble(say`An element of the stream is too long.`);
  }

  /** The next whole element that was not taken yet. */
  take(): Element | undefined {
    return this.#elements.shift();
  }

  #begin(tag: SaxesTagNS): void {
    const attributes = Object.fromEntries(
      Object.values(tag.attributes).map(({ local, value }) => [local, value]),
    );
    if (this.header === null) {
      this.header = attributes;
      return;
    }
    if (this.#open.length >= MAX_DEPTH)
      throw new Trouble(say`An element of the stream is nested too deeply.`);
    const element = { name: tag.local, namespace: tag.uri, attributes, children: [], text: '' };
    this.#open.at(-1)?.children.push(element);
    this.#open.push(element);
  }

  #append(text: string): void {
    const element = this.#open.at(-1);
    if (element !== undefined) element.text += text;
  }

  #end(): void {
    const element = this.#open.pop();
    if (element === undefined) {
      this.ended = true;
    } else if (this.#open.length === 0) {
      this.#elements.push(element);
      this.#unfinished = 0;
    }
  }
}
