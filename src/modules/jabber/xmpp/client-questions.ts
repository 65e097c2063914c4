import { randomBytes } from 'node:crypto';
import { namespaces, escaped, type Element } from './element.js';
import type { RouterComponent } from './router-component.js';
import { xmlText } from './xml-text.js';

/** What a client calls itself (XEP-0092), as it says: nothing follows from it. */
export interface ClientVersion {
  readonly name: string;
  readonly version: string;
}

/** Asks the clients of sessions. Each answers as it likes, or not at all. */
export class ClientQuestions {
  readonly #component: RouterComponent;

  constructor(component: RouterComponent) {
    this.#component = component;
  }

  /** Throws an Error with the reason where the client does not say. */
  async version(domain: string, jid: string, seconds: number): Promise<ClientVersion> {
    const query = await this.#ask(domain, jid, namespaces.version, seconds);
    const textOf = (name: string): string => query?.children.find((child) => child.name === name)?.text ?? '';
    return { name: textOf('name'), version: textOf('version') };
  }

  /** For how many seconds nobody used the client (XEP-0012, 4). Throws an Error with the reason where it does not say. */
  async idle(domain: string, jid: string, seconds: number): Promise<number | null> {
    const query = await this.#ask(domain, jid, namespaces.last, seconds);
    const said = query?.attributes.seconds ?? '';
    return /^\d{1,9}$/.test(said) ? Number(said) : null;
  }

  async #ask(domain: string, jid: string, question: string, seconds: number): Promise<Element | undefined> {
    const id = randomBytes(8).toString('hex');
    const iq =
      `<iq xmlns='${namespaces.client}' type='get' id='${id}' from='${this.#component.name}' ` +
      `to='${escaped(xmlText(jid))}'><query xmlns='${question}'/></iq>`;
    const answer = await this.#component.exchange(domain, id, iq, seconds);
    return answer.children.find(({ name, namespace }) => name === 'query' && namespace === question);
  }
}
