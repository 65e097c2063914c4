import { randomBytes } from 'node:crypto';
import { escaped, namespaces, type Element } from './element.js';
import type { RouterComponent } from './router-component.js';
import { SessionRefused } from './stanza-error.js';
import type { Arrived } from './takers.js';

/** Sessions whose end sm did not confirm that are remembered. */
const MOST_LEFT = 1000;

/** Gets a stanza that sm sends to a fake session. */
export type Receiver = (stanza: Element) => void;

interface Open {
  /** Full JID. */
  readonly jid: string;
  readonly receive: Receiver;
}

/** What is needed to speak in a fake session. */
interface Place {
  readonly component: RouterComponent;
  readonly domain: string;
  /** How the panel calls the session (`sc:c2s`), and how sm does (`sc:sm`). */
  readonly key: string;
  readonly sm: string;
  readonly seconds: number;
}

/** A session without a client, in which the panel speaks as a user. sm takes what is said as the user's own. */
export class FakeSession {
  readonly #place: Place;

  constructor(place: Place) {
    this.#place = place;
  }

  /**
   * Sends an `<iq/>` to the user's own account.
   * @param payload XML
   * @throws Error with the reason; a `StanzaError` when sm refuses it
   */
  async ask(type: 'get' | 'set', payload: string): Promise<Element> {
    const id = randomBytes(8).toString('hex');
    const { component, domain, seconds } = this.#place;
    const iq = `<iq ${this.attributes} type='${type}' id='${id}'>${payload}</iq>`;
    return component.exchange(domain, id, iq, seconds);
  }

  /** Sends a presence: of a subscription to a bare JID, or the session's own where `to` is null. */
  async presence(type: string, to: string | null = null): Promise<void> {
    const { component, domain, seconds } = this.#place;
    const address = to === null ? '' : ` to='${escaped(to)}'`;
    const kind = type === '' ? '' : ` type='${type}'`;
    await component.tell(domain, `<presence ${this.attributes}${kind}${address}/>`, seconds);
  }

  /** Ends it, when sm has dealt with all that was sent before. */
  async end(): Promise<void> {
    const { component, domain, key, seconds } = this.#place;
    const end = `<sc:session xmlns:sc='${namespaces.session}' ${this.#ids} action='end'/>`;
    await component.exchange(domain, key, end, seconds);
  }

  /** The attributes with which sm knows that a stanza belongs to the session. */
  get attributes(): string {
    return `xmlns='${namespaces.client}' xmlns:sc='${namespaces.session}' ${this.#ids}`;
  }

  get #ids(): string {
    return `sc:c2s='${this.#place.key}' sc:sm='${escaped(this.#place.sm)}'`;
  }
}

/**
 * The sessions without a client that the panel has open. They are no people: who lists sessions leaves these out. sm ends
 * them by itself when the panel's connection to the router ends (sm/mod_session.c), so a panel that was killed leaves none.
 * The JID of each cannot be guessed, or a chat user could hide behind it.
 */
export class FakeSessions {
  readonly #component: RouterComponent;
  /** `sc:c2s` → the session. One whose end sm did not confirm stays here. */
  readonly #open = new Map<string, Open>();

  constructor(component: RouterComponent) {
    this.#component = component;
    component.takers.hear((arrived) => this.#isForOne(arrived));
  }

  /** The full JIDs of those that are open. */
  jids(): readonly string[] {
    return [...this.#open.values()].map(({ jid }) => jid);
  }

  /**
   * Does something as a user. The session has no presence, so that messages wait as before. sm makes an account where there
   * is none, and notes a sign-in and a sign-out in table `status`.
   * @param jid a bare JID
   * @param seconds for each answer
   * @param receive gets what sm sends to the session
   * @throws Error with the reason
   */
  async as<T>(
    jid: string,
    seconds: number,
    work: (session: FakeSession) => Promise<T>,
    receive: Receiver = () => undefined,
  ): Promise<T> {
    const key = `PBX-${randomBytes(16).toString('hex')}`;
    const full = `${jid}/${randomBytes(16).toString('hex')}`;
    const domain = jid.slice(jid.indexOf('@') + 1);
    this.#open.set(key, { jid: full, receive });
    for (const left of [...this.#open.keys()].slice(0, -MOST_LEFT)) this.#open.delete(left);
    const start =
      `<sc:session xmlns:sc='${namespaces.session}' sc:c2s='${key}' action='start' ` +
      `target='${escaped(full)}' id='${key}'/>`;
    const { attributes } = await this.#component
      .exchange(domain, key, start, seconds)
      .catch((error: unknown) => {
        // sm refused it: there is no session. Where no answer came, there may be one.
        if (error instanceof SessionRefused) this.#open.delete(key);
        throw error;
      });
    const session = new FakeSession({
      component: this.#component,
      ...{ domain, key, seconds, sm: attributes.sm ?? '' },
    });
    try {
      return await work(session);
    } finally {
      await session.end();
      this.#open.delete(key);
    }
  }

  /** What sm sends to a session: no answer is due, since there is no client. */
  #isForOne({ stanza }: Arrived): boolean {
    const open = this.#open.get(stanza.attributes.c2s ?? '');
    open?.receive(stanza);
    return open !== undefined;
  }
}
