import type { Network } from '../../../core/ports.js';
import type { Secret } from '../../../core/secret.js';
import { childOf, escaped, namespaces, type Element } from './element.js';
import { connectToRouter } from './router-link.js';
import type { XmppStream } from './stream.js';

/** Who is a part of the chat server, and how to get in. */
export interface RouterComponentParts {
  readonly network: Network;
  /** The router's port on loopback. */
  readonly port: number;
  /** The name that is bound; a user of router-users.xml. */
  readonly name: string;
  readonly secret: () => Promise<Secret>;
}

interface Pending {
  resolve(answer: Element): void;
  reject(reason: Error): void;
}

/**
 * A part of the chat server of our own: one connection to the router, made when it is first needed and again after it
 * broke. Whatever arrives that is no answer to something of its own is refused or dropped, since anybody who chats can
 * send something here.
 */
export class RouterComponent {
  readonly name: string;
  readonly #parts: RouterComponentParts;
  readonly #pending = new Map<string, Pending>();
  #stream: Promise<XmppStream> | null = null;

  constructor(parts: RouterComponentParts) {
    this.#parts = parts;
    this.name = parts.name;
  }

  /**
   * Sends a stanza and waits for the one that answers it.
   * @param to the name on the router that it goes to, usually a domain
   * @param key the stanza's own: an iq's `id`, or a session's name (`sc:c2s`)
   * @returns the answering stanza
   * @throws Error with the reason: no router, nobody of that name, an error, or no answer in time
   */
  async exchange(to: string, key: string, stanza: string, seconds: number): Promise<Element> {
    const stream = await this.#connected(seconds);
    const answer = this.#answerTo(key, seconds);
    await Promise.all([stream.send(this.#routed(to, stanza)), answer]);
    return answer;
  }

  /** Ends the connection. The next exchange makes a new one. */
  async close(): Promise<void> {
    const stream = this.#stream;
    this.#stream = null;
    (await stream?.catch(() => undefined))?.close();
  }

  #answerTo(key: string, seconds: number): Promise<Element> {
    return new Promise((resolve, reject) => {
      const settle = (act: () => void): void => {
        clearTimeout(timer);
        this.#pending.delete(key);
        act();
      };
      const tooLate = new Error(`no answer within ${seconds} s`);
      const timer = setTimeout(() => settle(() => reject(tooLate)), seconds * 1000);
      this.#pending.set(key, {
        resolve: (answer) => settle(() => resolve(answer)),
        reject: (reason) => settle(() => reject(reason)),
      });
    });
  }

  #connected(seconds: number): Promise<XmppStream> {
    return (this.#stream ??= this.#begin(seconds));
  }

  #begin(seconds: number): Promise<XmppStream> {
    const connecting = this.#open(seconds);
    const forget = (): void => {
      if (this.#stream === connecting) this.#stream = null;
    };
    connecting.then((stream) => this.#listen(stream)).then(forget, forget);
    return connecting;
  }

  async #open(seconds: number): Promise<XmppStream> {
    return connectToRouter({ ...this.#parts, secret: await this.#parts.secret() }, seconds);
  }

  /** Takes what arrives until the stream ends. */
  async #listen(stream: XmppStream): Promise<void> {
    try {
      for (;;) await this.#take(await stream.next(Infinity), stream);
    } catch (error) {
      stream.close();
      const reason = error instanceof Error ? error : new Error(String(error));
      for (const pending of [...this.#pending.values()]) pending.reject(reason);
    }
  }

  async #take(route: Element, stream: XmppStream): Promise<void> {
    const [stanza] = route.children;
    if (route.name !== 'route' || route.namespace !== namespaces.component || stanza === undefined) return;
    const pending = this.#pending.get(keyOf(stanza));
    if (pending !== undefined) {
      const problem = problemOf(route, stanza);
      if (problem === null) pending.resolve(stanza);
      else pending.reject(new Error(problem));
    } else if (stanza.name === 'iq' && ['get', 'set'].includes(stanza.attributes.type ?? '')) {
      const { from = '', id = '' } = stanza.attributes;
      await stream.send(this.#routed(route.attributes.from ?? from, this.#refusal(from, id)));
    }
  }

  /** What the router carries: a stanza with the names it goes between (jabberd2's README.protocol). */
  #routed(to: string, stanza: string): string {
    return `<route xmlns='${namespaces.component}' to='${escaped(to)}' from='${this.name}'>${stanza}</route>`;
  }

  /** The answer to a question that is not taken (RFC 6120, 8.2.3: every question is answered). */
  #refusal(to: string, id: string): string {
    return (
      `<iq xmlns='${namespaces.client}' type='error' id='${escaped(id)}' from='${this.name}' to='${escaped(to)}'>` +
      "<error type='cancel'><service-unavailable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>"
    );
  }
}

function keyOf({ name, attributes }: Element): string {
  return (name === 'iq' ? attributes.id : attributes.c2s) ?? '';
}

/** Why an answer is not what was wanted, or null. */
function problemOf(route: Element, stanza: Element): string | null {
  const { attributes } = stanza;
  if (route.attributes.error !== undefined) {
    return `nobody serves ${attributes.to ?? route.attributes.to ?? 'this name'} at the moment`;
  }
  if (attributes.failed !== undefined) return 'the chat server could not do it';
  if (attributes.type !== 'error') return null;
  const error = childOf(stanza, 'error', namespaces.client);
  return `${attributes.from ?? 'it'} refused (${error?.children[0]?.name ?? 'no reason given'})`;
}
