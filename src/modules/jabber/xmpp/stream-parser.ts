import { SaxesParser, type SaxesTagNS } from 'saxes';
import { say } from '../../../core/words/sentence.js';
import { Trouble } from '../../../errors.js';
import type { Element } from './element.js';

/** Characters of one element. */
export interface ElementLimits {
  /** What is longer is left out; see {@link Element.isCut}. */
  readonly kept: number;
  /** The stream ends at what is longer still. */
  readonly read: number;
}

/**
 * Of a list of ten thousand sessions each has about a hundred characters. What a chat user sends is 300,000 bytes at most,
 * of which jabberd2 makes up to six times as many.
 */
const usualLimits: ElementLimits = { kept: 16_000_000, read: 128_000_000 };
/** What is nested deeper is left out. */
const MAX_DEPTH = 32;

interface OpenElement extends Element {
  readonly children: OpenElement[];
  text: string;
  isCut?: true;
}

/**
 * Reads one XMPP stream (RFC 6120, 4) as it comes, whatever pieces it comes in: its header, then each element below it.
 * Bounded in size and depth, since anybody who chats can have something sent to the panel. What a chat user can bring about
 * never ends the stream: the panel would lose the answers to all its questions.
 */
export class StreamParser {
  /** The attributes of the stream's header, once it is there. */
  header: Readonly<Record<string, string>> | null = null;
  /** True after the stream's end. */
  ended = false;
  readonly #parser = new SaxesParser({ xmlns: true });
  readonly #elements: Element[] = [];
  readonly #open: OpenElement[] = [];
  readonly #limits: ElementLimits;
  #unfinished = 0;
  /** How many elements are open that are nested too deeply. */
  #tooDeep = 0;

  constructor(limits = usualLimits) {
    this.#limits = limits;
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
    if (this.#unfinished > this.#limits.read) throw new Trouble(say`An element of the stream is too long.`);
  }

  /** The next whole element that was not taken yet. */
  take(): Element | undefined {
    return this.#elements.shift();
  }

  #begin(tag: SaxesTagNS): void {
    if (this.#open.length >= MAX_DEPTH) {
      this.#tooDeep += 1;
      return;
    }
    const attributes = attributesOf(tag);
    if (this.header === null) {
      this.header = attributes;
      return;
    }
    const element: OpenElement = {
      ...{ name: tag.local, namespace: tag.uri, attributes },
      ...{ children: [], text: '' },
    };
    if (!this.#isFull()) this.#open.at(-1)?.children.push(element);
    this.#open.push(element);
  }

  #append(text: string): void {
    const element = this.#open.at(-1);
    if (element !== undefined && this.#tooDeep === 0 && !this.#isFull()) element.text += text;
  }

  #end(): void {
    if (this.#tooDeep > 0) {
      this.#tooDeep -= 1;
      return;
    }
    const element = this.#open.pop();
    if (element === undefined) {
      this.ended = true;
    } else if (this.#open.length === 0) {
      if (this.#isFull()) element.isCut = true;
      this.#elements.push(element);
      this.#unfinished = 0;
    }
  }

  #isFull(): boolean {
    return this.#unfinished > this.#limits.kept;
  }
}

/** Attribute name without prefix → value. Of two with one name it is the one without a prefix: the others are a sender's own. */
function attributesOf({ attributes }: SaxesTagNS): Readonly<Record<string, string>> {
  const all = Object.values(attributes);
  const isPlain = ({ prefix }: { readonly prefix: string }): boolean => prefix === '';
  const inOrder = [...all.filter((one) => !isPlain(one)), ...all.filter(isPlain)];
  return Object.fromEntries(inOrder.map(({ local, value }) => [local, value]));
}
