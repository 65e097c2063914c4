import type { Log } from '../../../core/ports.js';
import { reasonOf } from '../../../errors.js';
import { RareLog } from '../../../core/rare-log.js';
import { escaped, namespaces, type Element } from './element.js';

/** A stanza that arrived and answers nothing that the panel asked. */
export interface Arrived {
  /**
   * The name on the router that it came from. On a route from `sm` the sender is who signed in, since sm writes it. From
   * `c2s` comes what a client wrote, and everybody else may be lying too.
   */
  readonly from: string;
  readonly stanza: Element;
  /** True for what the panel sent, and the router gives back: it could not deliver it. */
  readonly isBounced?: true;
}

/** Looks at what arrived, at once. Null leaves it to the next one; the stanza is the answer, `''` for none. */
export type Taker = (arrived: Arrived) => Promise<string> | null;

/** Hears at once what comes back to something of its own. Returns whether it was that. Does not throw. */
export type Hearer = (arrived: Arrived) => boolean;

/** Stanzas that are being taken at once; further ones are refused. Everybody who chats can send some. */
const MOST_AT_ONCE = 50;

/** Those to whom a component hands what arrives unasked. */
export class Takers {
  readonly #name: string;
  readonly #log: RareLog;
  readonly #hearers: Hearer[] = [];
  readonly #takers: Taker[] = [];
  #taking = 0;

  /**
   * @param name the component's own
   * @param now monotonic milliseconds
   */
  constructor(name: string, log: Pick<Log, 'error'>, now?: () => number) {
    this.#name = name;
    this.#log = new RareLog(log, now);
  }

  /** Adds one that is asked before all takers, however many stanzas are under way. */
  hear(hearer: Hearer): void {
    this.#hearers.push(hearer);
  }

  add(taker: Taker): void {
    this.#takers.push(taker);
  }

  /**
   * Hands on what arrived. A question that nobody takes is refused (RFC 6120, 8.2.3: every question is answered), anything
   * else is dropped.
   * @param reply sends a stanza back; does not throw
   */
  async handOn(arrived: Arrived, reply: (stanza: string) => Promise<void>): Promise<void> {
    const { stanza } = arrived;
    if (this.#hearers.some((hearer) => hearer(arrived)) || arrived.isBounced === true) return;
    if (this.#taking >= MOST_AT_ONCE) {
      await reply(refusalOf(stanza, 'wait', 'resource-constraint', this.#name));
      return;
    }
    for (const taker of this.#takers) {
      const answer = taker(arrived);
      if (answer === null) continue;
      // Not waited for: who takes it asks others meanwhile, by the same connection.
      void this.#finish(stanza, answer, reply);
      return;
    }
    if (stanza.name === 'iq') await reply(refusalOf(stanza, 'cancel', 'service-unavailable', this.#name));
  }

  async #finish(
    stanza: Element,
    answer: Promise<string>,
    reply: (stanza: string) => Promise<void>,
  ): Promise<void> {
    this.#taking += 1;
    try {
      await reply(await answer);
    } catch (error) {
      this.#log.error(`what a chat user sent to the panel failed: ${reasonOf(error)}`);
      await reply(refusalOf(stanza, 'cancel', 'internal-server-error', this.#name));
    } finally {
      this.#taking -= 1;
    }
  }
}

/**
 * The error that answers a stanza (RFC 6120, 8.3), in the name of the address that it was sent to. `''` for what must
 * not be answered: an error, an answer, a presence.
 * @param name stands for an address that is missing
 */
export function refusalOf(
  { name: kind, attributes: { from = '', to, id = '', type = '' } }: Element,
  action: 'auth' | 'cancel' | 'modify' | 'wait',
  condition: string,
  name: string,
): string {
  const isAnswered = kind === 'iq' ? ['get', 'set'].includes(type) : kind === 'message' && type !== 'error';
  if (!isAnswered) return '';
  return (
    `<${kind} xmlns='${namespaces.client}' type='error' id='${escaped(id)}' from='${escaped(to ?? name)}' ` +
    `to='${escaped(from)}'><error type='${action}'><${condition} xmlns='${namespaces.stanzas}'/></error></${kind}>`
  );
}

/** The result of an `<iq/>` (RFC 6120, 8.2.3). @param payload XML */
export function resultOf(
  { attributes: { from = '', to, id = '' } }: Element,
  payload: string,
  name: string,
): string {
  return (
    `<iq xmlns='${namespaces.client}' type='result' id='${escaped(id)}' from='${escaped(to ?? name)}' ` +
    `to='${escaped(from)}'>${payload}</iq>`
  );
}
