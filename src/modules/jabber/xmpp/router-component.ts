import { randomBytes } from 'node:crypto';
import { noAnswer } from '../../../core/no-answer.js';
import type { Log, Network } from '../../../core/ports.js';
import type { Secret } from '../../../core/secret.js';
import { say, type Sentence } from '../../../core/words/sentence.js';
import { Trouble } from '../../../errors.js';
import { childOf, escaped, namespaces, type Element } from './element.js';
import { connectToRouter } from './router-link.js';
import { SessionRefused, StanzaError } from './stanza-error.js';
import type { XmppStream } from './stream.js';
import { Takers, type Arrived } from './takers.js';

/** Who is a part of the chat server, and how to get in. */
export interface RouterComponentParts {
  readonly network: Network;
  /** The router's port on loopback. */
  readonly port: number;
  /** The name that is bound; a user of router-users.xml. */
  readonly name: string;
  readonly secret: () => Promise<Secret>;
  readonly log: Pick<Log, 'error'>;
}

interface Pending {
  resolve(answer: Element): void;
  reject(reason: Error): void;
}

/** So much of a round trip's stanza as it needs to come back. */
const ECHO = 'echo';

/**
 * A part of the chat server of our own: one connection to the router, made when it is first needed and again after it
 * broke. The router tells each part which others there are (router/router.c), so what goes to nobody is not sent: it
 * would go out to other servers. What arrives that is no answer to something of its own goes to {@link takers}.
 */
export class RouterComponent {
  readonly name: string;
  /** Who takes what arrives unasked. */
  readonly takers: Takers;
  readonly #parts: RouterComponentParts;
  readonly #pending = new Map<string, Pending>();
  /** The names that other parts of the server have on the router. */
  readonly #others = new Set<string>();
  #connecting: Promise<XmppStream> | null = null;
  #stream: XmppStream | null = null;

  constructor(parts: RouterComponentParts) {
    this.#parts = parts;
    this.name = parts.name;
    this.takers = new Takers(parts.name, parts.log);
  }

  /**
   * Sends a stanza and waits for the one that answers it.
   * @param to the name on the router that it goes to, usually a domain
   * @param key the stanza's own: an iq's `id`, or a session's name (`sc:c2s`)
   * @param by the part of the server that takes it; `s2s` for what is to go out to another server
   * @returns the answering stanza
   * @throws Error with the reason: no router, nobody of that name, an error, or no answer in time
   */
  async exchange(to: string, key: string, stanza: string, seconds: number, by = to): Promise<Element> {
    const stream = await this.#connected(seconds);
    if (!this.#others.has(by)) throw new Trouble(notServed(by));
    return this.#sendAndWait(stream, to, key, stanza, seconds);
  }

  /** Sends a stanza that is not answered. Throws as {@link exchange} does. */
  async tell(to: string, stanza: string, seconds: number): Promise<void> {
    const stream = await this.#connected(seconds);
    if (!this.#others.has(to)) throw new Trouble(notServed(to));
    await stream.send(this.#routed(to, stanza));
  }

  /** Connects if it is not connected, so that what others send can arrive. Throws an Error with the reason. */
  async connect(seconds: number): Promise<void> {
    await this.#connected(seconds);
  }

  /** Sends something to itself through the router. Throws an Error with the reason when it does not come back. */
  async roundTrip(seconds: number): Promise<void> {
    await this.#echo(await this.#connected(seconds), seconds);
  }

  /** Ends the connection. The next exchange makes a new one. */
  async close(): Promise<void> {
    await this.#connecting?.catch(() => undefined);
    const stream = this.#stream;
    this.#forget();
    stream?.close();
  }

  async #echo(stream: XmppStream, seconds: number): Promise<void> {
    const key = `${ECHO}-${randomBytes(8).toString('hex')}`;
    await this.#sendAndWait(stream, this.name, key, `<${ECHO} xmlns='${this.name}' c2s='${key}'/>`, seconds);
  }

  async #sendAndWait(
    stream: XmppStream,
    to: string,
    key: string,
    stanza: string,
    seconds: number,
  ): Promise<Element> {
    const answer = this.#answerTo(key, seconds);
    await Promise.all([stream.send(this.#routed(to, stanza)), answer]);
    return answer;
  }

  #answerTo(key: string, seconds: number): Promise<Element> {
    return new Promise((resolve, reject) => {
      const settle = (act: () => void): void => {
        clearTimeout(timer);
        this.#pending.delete(key);
        act();
      };
      const tooLate = new Trouble(noAnswer(seconds));
      const timer = setTimeout(() => settle(() => reject(tooLate)), seconds * 1000);
      this.#pending.set(key, {
        resolve: (answer) => settle(() => resolve(answer)),
        reject: (reason) => settle(() => reject(reason)),
      });
    });
  }

  #connected(seconds: number): Promise<XmppStream> {
    this.#connecting ??= this.#open(seconds).catch((error: unknown) => {
      this.#stream?.close();
      this.#forget();
      throw error;
    });
    return this.#connecting;
  }

  #forget(): void {
    this.#connecting = null;
    this.#stream = null;
    this.#others.clear();
  }

  /** What is sent to oneself comes back after all that the router had to tell a new part: then its word is complete. */
  async #open(seconds: number): Promise<XmppStream> {
    const stream = await connectToRouter({ ...this.#parts, secret: await this.#parts.secret() }, seconds);
    this.#stream = stream;
    void this.#listen(stream);
    await this.#echo(stream, seconds);
    return stream;
  }

  /** Takes what arrives until the stream ends. */
  async #listen(stream: XmppStream): Promise<void> {
    try {
      for (;;) await this.#take(await stream.next(Infinity), stream);
    } catch (error) {
      stream.close();
      if (this.#stream === stream) this.#forget();
      const reason = error instanceof Error ? error : new Error(String(error));
      for (const pending of [...this.#pending.values()]) pending.reject(reason);
    }
  }

  async #take(element: Element, stream: XmppStream): Promise<void> {
    if (element.namespace !== namespaces.component) return;
    if (element.name === 'presence') this.#hear(element);
    if (element.name === 'route') await this.#takeRoute(element, stream);
  }

  #hear({ attributes: { from = '', type } }: Element): void {
    if (type === 'unavailable') this.#others.delete(from);
    else this.#others.add(from);
  }

  async #takeRoute(route: Element, stream: XmppStream): Promise<void> {
    const [stanza] = route.children;
    if (stanza === undefined) return;
    const pending = this.#pending.get(keyOf(stanza));
    if (route.isCut === true) {
      pending?.reject(new Trouble(say`The answer is too long.`));
    } else if (pending !== undefined) {
      const problem = problemOf(route, stanza);
      if (problem === null) pending.resolve(stanza);
      else pending.reject(problem);
    } else {
      const { from = '', error } = route.attributes;
      const arrived: Arrived = { from, stanza, ...(error === undefined ? {} : { isBounced: true }) };
      await this.takers.handOn(arrived, (answer) => this.#reply(stream, from, answer));
    }
  }

  /** A stream that broke is noticed where it is read. */
  async #reply(stream: XmppStream, to: string, stanza: string): Promise<void> {
    if (stanza !== '') await stream.send(this.#routed(to, stanza)).catch(() => undefined);
  }

  /** What the router carries: a stanza with the names it goes between (jabberd2's README.protocol). */
  #routed(to: string, stanza: string): string {
    return `<route xmlns='${namespaces.component}' to='${escaped(to)}' from='${this.name}'>${stanza}</route>`;
  }
}

function keyOf({ name, attributes }: Element): string {
  return (name === 'iq' ? attributes.id : attributes.c2s) ?? '';
}

/** Why an answer is not what was wanted, or null. */
function problemOf(route: Element, stanza: Element): Error | null {
  const { attributes } = stanza;
  if (route.attributes.error !== undefined) {
    return new Trouble(notServed(attributes.to ?? route.attributes.to));
  }
  if (attributes.failed !== undefined) return new SessionRefused();
  if (attributes.type !== 'error') return null;
  const condition = childOf(stanza, 'error', namespaces.client)?.children[0]?.name ?? '';
  return new StanzaError(attributes.from ?? route.attributes.from ?? '', condition);
}

/** That no component has bound a name at the router. */
function notServed(name: string | undefined): Sentence {
  return name === undefined
    ? say`No service answers under this name at the moment.`
    : say`No service answers for ${{ name }} at the moment.`;
}
