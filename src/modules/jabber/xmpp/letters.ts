import { randomBytes } from 'node:crypto';
import { say } from '../../../core/words/sentence.js';
import { Trouble } from '../../../errors.js';
import { escaped, namespaces } from './element.js';
import type { RouterComponent } from './router-component.js';
import type { Arrived } from './takers.js';
import { xmlText } from './xml-text.js';

/** Messages at once of which it is not known what became of them. */
const MOST = 20_000;

/**
 * Messages of the chat server itself to sessions. sm takes one stanza after the other: an error for a message comes before
 * the answer to a question that was asked after it.
 */
export class Letters {
  readonly #component: Pick<RouterComponent, 'tell'>;
  /** A message's id → the full JID that it went to. */
  readonly #under = new Map<string, string>();
  readonly #returned = new Set<string>();

  constructor(component: Pick<RouterComponent, 'tell' | 'takers'>) {
    this.#component = component;
    component.takers.hear((arrived) => this.#isReturned(arrived));
  }

  /**
   * Sends a message in the name of the domain.
   * @param jid a full JID; without presence too
   * @param payload XML that stands beside the text
   * @returns what {@link cameBack} knows it by
   * @throws Error with the reason when it could not be sent
   */
  async send(domain: string, jid: string, text: string, seconds: number, payload = ''): Promise<string> {
    const id = randomBytes(8).toString('hex');
    // One that was forgotten would count as delivered, though an error came back.
    if (this.#under.size >= MOST) throw new Trouble(say`Too many messages are under way.`);
    const message =
      `<message xmlns='${namespaces.client}' from='${escaped(domain)}' to='${escaped(jid)}' id='${id}'>` +
      `<body>${escaped(xmlText(text))}</body>${payload}</message>`;
    this.#under.set(id, jid);
    try {
      await this.#component.tell(domain, message, seconds);
    } catch (error) {
      this.forget([id]);
      throw error;
    }
    return id;
  }

  /** Whether an error came back for a message. */
  cameBack(id: string): boolean {
    return this.#returned.has(id);
  }

  /** It is known what became of these messages. */
  forget(ids: readonly string[]): void {
    for (const id of ids) {
      this.#under.delete(id);
      this.#returned.delete(id);
    }
  }

  /** An error for one of these messages, or itself, undelivered. Its id cannot be guessed. */
  #isReturned({ stanza: { name, attributes }, isBounced }: Arrived): boolean {
    const { id = '', type } = attributes;
    if (name !== 'message' || (type !== 'error' && isBounced !== true) || !this.#under.has(id)) return false;
    this.#returned.add(id);
    return true;
  }
}
