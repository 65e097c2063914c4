import { randomBytes } from 'node:crypto';
import type { Network } from '../../../core/ports.js';
import type { Secret } from '../../../core/secret.js';
import { panelName } from '../domain.js';
import { childOf, escaped, namespaces, type Element } from './element.js';
import { connectToRouter } from './router-link.js';
import type { XmppStream } from './stream.js';

/** What the panel's component needs. */
export interface PanelComponentParts {
  readonly network: Network;
  readonly routerPort: number;
  readonly secret: () => Promise<Secret>;
}

interface Pending {
  resolve(answer: Element): void;
  reject(reason: Error): void;
}

/** What a service says about itself (XEP-0030). */
export interface DiscoInfo {
  /** `category/type` of each identity: `server/im`, `conference/text`. */
  readonly identities: readonly string[];
  readonly features: readonly string[];
}

/**
 * The panel as a part of the chat server: one connection to the router under the panel's own name, made when it is
 * first needed and again after it broke. Whatever arrives that is no answer to a question of its own is refused or
 * dropped, since anybody who chats can send something here.
 */
export class PanelComponent {
  readonly #parts: PanelComponentParts;
  readonly #pending = new Map<string, Pending>();
  #stream: Promise<XmppStream> | null = null;

  constructor(parts: PanelComponentParts) {
    this.#parts = parts;
  }

  /** What the service of this JID says about itself. Throws an Error with the reason when it does not answer. */
  async discoInfo(jid: string, seconds: number): Promise<DiscoInfo> {
    const query = await this.#ask(jid, `<query xmlns='${namespaces.discoInfo}'/>`, seconds);
    const named = (name: string): readonly Element[] => query.children.filter((child) => child.name === name);
    return {
      identities: named('identity').map(
        ({ attributes }) => `${attributes.category ?? ''}/${attributes.type ?? ''}`,
      ),
      features: named('feature').map(({ attributes }) => attributes.var ?? ''),
    };
  }

  /** The JIDs of the services that a domain lists. */
  async discoItems(jid: string, seconds: number): Promise<readonly string[]> {
    return jidsOf(await this.#ask(jid, `<query xmlns='${namespaces.discoItems}'/>`, seconds));
  }

  /** The full JIDs of everybody who is connected to a domain. The panel is one of its administrators in sm.xml. */
  async sessions(domain: string, seconds: number): Promise<readonly string[]> {
    return jidsOf(
      await this.#ask(domain, `<query xmlns='${namespaces.discoItems}' node='sessions'/>`, seconds),
    );
  }

  /** Sends something to itself through the router. Throws an Error with the reason when it does not come back. */
  async roundTrip(seconds: number): Promise<void> {
    await this.#ask(panelName, `<query xmlns='${namespaces.discoInfo}'/>`, seconds);
  }

  /** Ends the connection. The next question makes a new one. */
  async close(): Promise<void> {
    const stream = this.#stream;
    this.#stream = null;
    (await stream?.catch(() => undefined))?.close();
  }

  /** Sends an `<iq type='get'/>` and returns the payload of its result. */
  async #ask(to: string, payload: string, seconds: number): Promise<Element> {
    const id = randomBytes(8).toString('hex');
    const address = escaped(to);
    const stream = await this.#connected(seconds);
    const answer = this.#answerTo(id, seconds);
    const iq = `<iq xmlns='${namespaces.client}' type='get' id='${id}' from='${panelName}' to='${address}'>${payload}</iq>`;
    await Promise.all([stream.send(routed(address, iq)), answer]);
    const [content] = (await answer).children;
    if (content === undefined) throw new Error(`${to} answered nothing`);
    return content;
  }

  #answerTo(id: string, seconds: number): Promise<Element> {
    return new Promise((resolve, reject) => {
      const settle = (act: () => void): void => {
        clearTimeout(timer);
        this.#pending.delete(id);
        act();
      };
      const timer = setTimeout(
        () => settle(() => reject(new Error(`no answer within ${seconds} s`))),
        seconds * 1000,
      );
      this.#pending.set(id, {
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
    const { network, routerPort, secret } = this.#parts;
    return connectToRouter({ network, port: routerPort, name: panelName, secret: await secret() }, seconds);
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
    if (route.name !== 'route' || route.namespace !== namespaces.component) return;
    const iq = childOf(route, 'iq', namespaces.client);
    if (iq === undefined) return;
    const { id = '', type, from = '' } = iq.attributes;
    const pending = this.#pending.get(id);
    if (pending !== undefined && from === panelName && type === 'get') {
      pending.resolve(iq);
    } else if (pending !== undefined && route.attributes.error !== undefined) {
      pending.reject(new Error(`nobody serves ${iq.attributes.to ?? ''} at the moment`));
    } else if (pending !== undefined && type === 'result') {
      pending.resolve(iq);
    } else if (pending !== undefined && type === 'error') {
      pending.reject(new Error(`${from} refused (${errorOf(iq)})`));
    } else if (type === 'get' || type === 'set') {
      await stream.send(routed(escaped(route.attributes.from ?? from), refusal(from, id)));
    }
  }
}

/** What the router carries: a stanza with the names it goes between (README.protocol of jabberd2). */
function routed(to: string, stanza: string): string {
  return `<route xmlns='${namespaces.component}' to='${to}' from='${panelName}'>${stanza}</route>`;
}

/** The answer to a question that the panel does not take (RFC 6120, 8.2.3: every question is answered). */
function refusal(to: string, id: string): string {
  return (
    `<iq xmlns='${namespaces.client}' type='error' id='${escaped(id)}' from='${panelName}' to='${escaped(to)}'>` +
    "<error type='cancel'><service-unavailable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>"
  );
}

function errorOf(iq: Element): string {
  return childOf(iq, 'error', namespaces.client)?.children[0]?.name ?? 'no reason given';
}

function jidsOf(query: Element): readonly string[] {
  return query.children.flatMap(({ name, attributes: { jid } }) =>
    name === 'item' && jid !== undefined ? [jid] : [],
  );
}
