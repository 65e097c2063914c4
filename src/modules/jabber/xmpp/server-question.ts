import { randomBytes } from 'node:crypto';
import { asksOthers } from '../domain.js';
import { escaped, namespaces } from './element.js';
import type { RouterComponent } from './router-component.js';

/** Seconds for what goes through the router alone. */
const SECONDS = 2;

/**
 * Asks other servers, in the name of the domain, through this server's own connections to others: what comes back, or does
 * not, is what users' messages meet too.
 */
export class ServerQuestions {
  readonly #component: RouterComponent;

  constructor(component: RouterComponent) {
    this.#component = component;
  }

  /**
   * Proves that an answer to the domain's name would come to the panel, as router-filter.xml says. Throws an Error with the
   * reason where it would not: the file is of an earlier version until the next save.
   */
  async proveReturn(domain: string): Promise<void> {
    const id = randomBytes(8).toString('hex');
    const jid = escaped(asksOthers(domain));
    const stanza = `<iq xmlns='${namespaces.client}' type='result' id='${id}' from='${this.#component.name}' to='${jid}'/>`;
    await this.#component.exchange(domain, id, stanza, SECONDS);
  }

  /**
   * Asks another server what it is (XEP-0030), which each one answers.
   * @param domain ours @param other its domain, canonical
   * @throws StanzaError where an error comes back, which may be this server's own; else an Error with the reason
   */
  async ask(domain: string, other: string, seconds: number): Promise<void> {
    const id = randomBytes(8).toString('hex');
    const stanza =
      `<iq xmlns='${namespaces.client}' type='get' id='${id}' from='${escaped(asksOthers(domain))}' ` +
      `to='${escaped(other)}'><query xmlns='${namespaces.discoInfo}'/></iq>`;
    await this.#component.exchange(other, id, stanza, seconds, 's2s');
  }
}
