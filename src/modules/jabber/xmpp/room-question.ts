import { randomBytes } from 'node:crypto';
import { childOf, escaped, namespaces, type Element } from './element.js';
import type { RouterComponent } from './router-component.js';

/** Namespace of XEP-0045. */
export const MUC = 'http://jabber.org/protocol/muc';
/** Namespace of forms (XEP-0004). */
const DATA = 'jabber:x:data';

/** Asks the rooms' service, as one of its administrators. */
export class RoomQuestions {
  readonly #component: RouterComponent;
  /** A full JID of the panel's; the administrators' list has its bare one. */
  readonly jid: string;

  constructor(component: RouterComponent, bareJid: string) {
    this.#component = component;
    this.jid = `${bareJid}/panel`;
  }

  /**
   * Sends an iq and waits for its result.
   * @param host the rooms' host, which the router knows
   * @param to the host, or a room of it
   * @returns the payload of the result
   * @throws Error with the reason when it refuses, or does not answer in time
   */
  async ask(
    host: string,
    to: string,
    payload: string,
    type: 'get' | 'set',
    seconds: number,
  ): Promise<Element> {
    const id = randomBytes(8).toString('hex');
    const iq =
      `<iq xmlns='${namespaces.client}' type='${type}' id='${id}' from='${this.jid}' to='${escaped(to)}'>` +
      `${payload}</iq>`;
    const answer = await this.#component.exchange(host, id, iq, seconds);
    return answer.children[0] ?? answer;
  }

  /** Sends a stanza that is not answered, to a place in a room. Throws as {@link ask} does. */
  async tell(
    host: string,
    to: string,
    stanza: { name: 'presence' | 'message'; type: string; content: string },
    seconds: number,
  ): Promise<void> {
    const { name, type, content } = stanza;
    const typed = type === '' ? '' : ` type='${type}'`;
    await this.#component.tell(
      host,
      `<${name} xmlns='${namespaces.client}' from='${this.jid}' to='${escaped(to)}'${typed}>${content}</${name}>`,
      seconds,
    );
  }
}

/** The values of a form by the names of its fields; the first of several. */
export function formValues(query: Element): ReadonlyMap<string, string> {
  const fields = childOf(query, 'x', DATA)?.children ?? [];
  return new Map(
    fields.flatMap(({ name, attributes, children }): [string, string][] => {
      const value = children.find((child) => child.name === 'value')?.text;
      return name === 'field' && attributes.var !== undefined ? [[attributes.var, value ?? '']] : [];
    }),
  );
}

/** A filled-in form: the name of each field with its value. */
export function submitted(values: readonly (readonly [name: string, value: string])[]): string {
  const fields = values.map(
    ([name, value]) => `<field var='${name}'><value>${escaped(value)}</value></field>`,
  );
  return `<x xmlns='${DATA}' type='submit'>${fields.join('')}</x>`;
}
