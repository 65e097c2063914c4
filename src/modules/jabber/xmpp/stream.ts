import type { Connection, PeerCertificate } from '../../../core/ports.js';
import { say } from '../../../core/words/sentence.js';
import { Trouble } from '../../../errors.js';
import { namespaces, type Element } from './element.js';
import { endedBecause } from './stream-error.js';
import { StreamParser, type ElementLimits } from './stream-parser.js';

/** An XMPP stream over a connection (RFC 6120, 4). Every wait has a limit in seconds. */
export class XmppStream {
  readonly #connection: Connection;
  readonly #limits: ElementLimits | undefined;
  #parser: StreamParser;

  /** @param limits of what the other side may send, where it is a stranger */
  constructor(connection: Connection, limits?: ElementLimits) {
    this.#connection = connection;
    this.#limits = limits;
    this.#parser = new StreamParser(limits);
  }

  /**
   * Opens the stream, or opens it again after TLS or SASL.
   * @param attributes of the header beside the stream's own namespace: `to='…' version='1.0' xmlns='…'`
   * @returns the attributes of the other side's header
   */
  async open(attributes: string, seconds: number): Promise<Readonly<Record<string, string>>> {
    const parser = new StreamParser(this.#limits);
    this.#parser = parser;
    await this.send(
      `<?xml version='1.0'?><stream:stream xmlns:stream='${namespaces.streams}' ${attributes}>`,
    );
    const until = deadline(seconds);
    while (parser.header === null) await this.#readHeader(until());
    return parser.header;
  }

  /** The next element. Throws an Error when the other side ends the stream, with its reason. */
  async next(seconds: number): Promise<Element> {
    const until = deadline(seconds);
    for (;;) {
      const element = this.#parser.take();
      if (element?.namespace === namespaces.streams && element.name === 'error') {
        throw new Trouble(endedBecause(element.children[0]?.name));
      }
      if (element !== undefined) return element;
      if (this.#parser.ended) throw new Trouble(endedBecause());
      await this.#read(until());
    }
  }

  async send(text: string): Promise<void> {
    await this.#connection.send(text);
  }

  /** Turns the connection into TLS; the stream must be opened again. */
  async startTls(serverName: string): Promise<PeerCertificate> {
    return this.#connection.startTls(serverName);
  }

  close(): void {
    this.#connection.close();
  }

  async #read(seconds: number): Promise<void> {
    const text = await this.#received(seconds);
    try {
      this.#parser.write(text);
    } catch (error) {
      // The parser's own words repeat what was sent.
      throw error instanceof Trouble ? error : new Trouble(say`The server sent no valid XML.`, error);
    }
  }

  /** A program that does not begin with XML is no chat server, and what the parser says of it is no help. */
  async #readHeader(seconds: number): Promise<void> {
    const text = await this.#received(seconds);
    try {
      this.#parser.write(text);
    } catch (error) {
      throw new Trouble(say`Another program answers there. It does not speak XMPP.`, error);
    }
  }

  #received(seconds: number): Promise<string> {
    return this.#connection.receive((text) => text !== '', seconds);
  }
}

/** A function that tells how many of so many seconds are left. */
function deadline(seconds: number): () => number {
  const end = performance.now() + seconds * 1000;
  return () => Math.max(0, (end - performance.now()) / 1000);
}
