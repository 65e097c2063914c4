import { randomBytes } from 'node:crypto';
import { say } from '../../../core/words/sentence.js';
import { Trouble } from '../../../errors.js';
import { escaped, namespaces, type Element } from './element.js';
import type { FakeSessions } from './fake-sessions.js';
import type { RouterComponent } from './router-component.js';
import { StanzaError } from './stanza-error.js';

/**
 * How sm answers the question when somebody was last there: to somebody who may not know, and where a privacy list
 * refuses it (sm/mod_iq_last.c, mod_privacy.c). A name that it does not know is `service-unavailable`.
 */
const KNOWN = ['forbidden', 'feature-not-implemented'];
/** How often a deleted account is asked for: the first question still finds it in sm's memory. */
const LOOKS_AFTER_DELETING = 3;

/** What a service says about itself (XEP-0030). */
export interface DiscoInfo {
  /** `category/type` of each identity: `server/im`, `conference/text`. */
  readonly identities: readonly string[];
  readonly features: readonly string[];
}

/** What the panel asks the chat server, as a part of it and as one of its administrators. */
export class PanelComponent {
  readonly #component: RouterComponent;
  readonly #fakes: Pick<FakeSessions, 'jids'>;

  constructor(component: RouterComponent, fakes: Pick<FakeSessions, 'jids'>) {
    this.#component = component;
    this.#fakes = fakes;
  }

  /** Sends something to itself through the router. Throws an Error with the reason when it does not come back. */
  async roundTrip(seconds: number): Promise<void> {
    await this.#component.roundTrip(seconds);
  }

  /** What the service of this JID says about itself. Throws an Error with the reason when it does not answer. */
  async discoInfo(jid: string, seconds: number): Promise<DiscoInfo> {
    const query = await this.#ask(jid, `<query xmlns='${namespaces.discoInfo}'/>`, seconds);
    const named = (name: string): readonly Element[] => query.children.filter((child) => child.name === name);
    return {
      identities: named('identity').map(
        ({ attributes: { category = '', type = '' } }) => `${category}/${type}`,
      ),
      features: named('feature').map(({ attributes }) => attributes.var ?? ''),
    };
  }

  /** The JIDs of the services that a domain lists. */
  async discoItems(jid: string, seconds: number): Promise<readonly string[]> {
    return jidsOf(await this.#ask(jid, `<query xmlns='${namespaces.discoItems}'/>`, seconds));
  }

  /** The full JIDs of everybody who is connected to a domain. The panel's own fake sessions are no people. */
  async sessions(domain: string, seconds: number): Promise<readonly string[]> {
    // One that ends meanwhile may still be in the answer, and so may one that began meanwhile.
    const before = this.#fakes.jids();
    const query = `<query xmlns='${namespaces.discoItems}' node='sessions'/>`;
    const listed = jidsOf(await this.#ask(domain, query, seconds));
    const fakes = new Set([...before, ...this.#fakes.jids()]);
    return fakes.size === 0 ? listed : listed.filter((jid) => !fakes.has(jid));
  }

  /** Whether sm has an account of this bare JID. Throws an Error with the reason when that cannot be told. */
  async hasAccount(jid: string, seconds: number): Promise<boolean> {
    try {
      await this.#ask(jid, `<query xmlns='${namespaces.last}'/>`, seconds);
      return true;
    } catch (error) {
      if (!(error instanceof StanzaError)) throw error;
      if (KNOWN.includes(error.condition)) return true;
      if (error.condition === 'service-unavailable') return false;
      throw error;
    }
  }

  /** Makes an account: from now on messages wait there. One that is there already is left alone. */
  async makeAccount(jid: string, seconds: number): Promise<void> {
    if (await this.hasAccount(jid, seconds)) return;
    await this.#accountAction('create', jid, seconds);
  }

  /**
   * Deletes an account with all that sm keeps for its name: contacts, vCard, private data, and messages that wait, which
   * go back to their senders. A user who is signed in is signed out. Only for a person who is deleted on purpose.
   * sm has the account in memory until it was asked for once more, and would store a message for it meanwhile.
   * @throws Error with the reason; what was deleted is not known then
   */
  async deleteAccount(jid: string, seconds: number): Promise<void> {
    // Without an account sm deletes nothing, though something may be kept for the name.
    await this.makeAccount(jid, seconds);
    await this.#accountAction('delete', jid, seconds);
    for (let look = 0; look < LOOKS_AFTER_DELETING; look += 1) {
      if (!(await this.hasAccount(jid, seconds))) return;
    }
    throw new Trouble(say`The chat server still has the account ${{ jid }}.`);
  }

  async #accountAction(action: 'create' | 'delete', jid: string, seconds: number): Promise<void> {
    const key = `panel-${randomBytes(8).toString('hex')}`;
    const request =
      `<sc:session xmlns:sc='${namespaces.session}' sc:c2s='${key}' action='${action}' ` +
      `target='${escaped(jid)}'/>`;
    await this.#component.exchange(domainOf(jid), key, request, seconds);
  }

  /** Ends the connection. The next question makes a new one. */
  async close(): Promise<void> {
    await this.#component.close();
  }

  /** Sends an `<iq type='get'/>` and returns the payload of its result. */
  async #ask(to: string, payload: string, seconds: number): Promise<Element> {
    const id = randomBytes(8).toString('hex');
    const iq =
      `<iq xmlns='${namespaces.client}' type='get' id='${id}' from='${this.#component.name}' to='${escaped(to)}'>` +
      `${payload}</iq>`;
    const [content] = (await this.#component.exchange(domainOf(to), id, iq, seconds)).children;
    if (content === undefined) throw new Trouble(say`${{ jid: to }} gave an empty answer.`);
    return content;
  }
}

function jidsOf(query: Element): readonly string[] {
  return query.children.flatMap(({ name, attributes: { jid } }) =>
    name === 'item' && jid !== undefined ? [jid] : [],
  );
}

/** The domain of a JID (RFC 7622, 3.2): before the first slash, after the first `@` there. */
function domainOf(jid: string): string {
  const [bare = ''] = jid.split('/', 1);
  return bare.slice(bare.indexOf('@') + 1);
}
