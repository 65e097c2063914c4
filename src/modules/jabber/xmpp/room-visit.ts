import { randomBytes } from 'node:crypto';
import { Mutex } from '../../../core/mutex.js';
import { say } from '../../../core/words/sentence.js';
import { LastingTrouble } from '../../../errors.js';
import { childOf, escaped, namespaces, type Element } from './element.js';
import type { RouterComponent } from './router-component.js';

/** How the panel is called in a room. */
const NICK = 'Chat server';
/** People in a room at most. mu-conference's own number is 30, and its form writes no more than three digits. */
export const MOST_OCCUPANTS = 500;

const MUC = 'http://jabber.org/protocol/muc';

/** A room as the rooms' service lists it (mu-conference, conference.c: "NAME (PEOPLE/MOST)"). Locked ones are not. */
export interface ListedRoom {
  readonly jid: string;
  /** People that it takes; null when there is no limit, or none that can be read. */
  readonly most: number | null;
}

/**
 * The panel as one of the administrators of the chat rooms (`<sadmin>` in muc.xml). mu-conference tells and does
 * nothing about a room for somebody who is not inside: so the panel enters, and leaves again, which those inside see.
 * A locked room is not listed, and must not be entered: what the panel sets would unlock it.
 */
export class RoomVisits {
  readonly #component: RouterComponent;
  /** Two visits of one room at once would end each other. */
  readonly #oneAtATime = new Mutex();
  /** A full JID of the panel's; the administrators' list has its bare one. */
  readonly #jid: string;

  constructor(component: RouterComponent, bareJid: string) {
    this.#component = component;
    this.#jid = `${bareJid}/panel`;
  }

  /** The rooms of a host. Throws an Error with the reason when it does not answer. */
  async list(host: string, seconds: number): Promise<readonly ListedRoom[]> {
    const query = await this.#ask(host, host, `<query xmlns='${namespaces.discoItems}'/>`, 'get', seconds);
    return query.children.flatMap(({ name, attributes: { jid, name: words = '' } }) => {
      const most = /\(\d+\/(\d+)\)$/.exec(words)?.[1];
      return name === 'item' && jid !== undefined
        ? [{ jid, most: most === undefined ? null : Number(most) }]
        : [];
    });
  }

  /** Lets so many people into a room. All else that is set there stays. */
  async setMost(host: string, room: string, most: number, seconds: number): Promise<void> {
    await this.#visit(host, room, async () => {
      const owner = (payload: string, type: 'get' | 'set'): Promise<Element> =>
        this.#ask(host, room, `<query xmlns='${MUC}#owner'>${payload}</query>`, type, seconds);
      // Without this field the room would hide who is who (xdata.c); without all others they stay as they are.
      const whois = valueOf(await owner('', 'get'), 'muc#roomconfig_whois');
      const fields = [
        field('FORM_TYPE', `${MUC}#roomconfig`),
        field('muc#roomconfig_whois', whois),
        field('muc#roomconfig_maxusers', String(most)),
      ];
      await owner(`<x xmlns='jabber:x:data' type='submit'>${fields.join('')}</x>`, 'set');
    });
  }

  /** Takes all rights that a bare JID has in a room from it. The user who made the room keeps them. */
  async takeRights(host: string, room: string, jid: string, seconds: number): Promise<void> {
    const item = `<item affiliation='none' jid='${escaped(jid)}'/>`;
    const query = `<query xmlns='${MUC}#admin'>${item}</query>`;
    await this.#visit(host, room, () => this.#ask(host, room, query, 'set', seconds));
  }

  /** Ends a room for good. Users inside are told why. */
  async destroy(host: string, room: string, reason: string, seconds: number): Promise<void> {
    const query = `<query xmlns='${MUC}#owner'><destroy><reason>${escaped(reason)}</reason></destroy></query>`;
    await this.#visit(host, room, () => this.#ask(host, room, query, 'set', seconds));
  }

  /** mu-conference takes one after the other: whether the panel got in shows in the answer to what it does there. */
  #visit(host: string, room: string, act: () => Promise<unknown>): Promise<void> {
    return this.#oneAtATime.run(() => this.#enter(host, room, act));
  }

  async #enter(host: string, room: string, act: () => Promise<unknown>): Promise<void> {
    if (!room.endsWith(`@${host}`)) throw new LastingTrouble(say`${{ room }} is not a room of ${{ host }}.`);
    const here = `${escaped(room)}/${NICK}`;
    const presence = (type: string, content: string): Promise<void> =>
      this.#component.tell(
        host,
        `<presence xmlns='${namespaces.client}' from='${this.#jid}' to='${here}'${type}>${content}</presence>`,
        SECONDS_TO_ENTER,
      );
    await presence('', `<x xmlns='${MUC}'><history maxstanzas='0'/></x>`);
    try {
      await act();
    } finally {
      await presence(" type='unavailable'", '');
    }
  }

  async #ask(
    host: string,
    to: string,
    payload: string,
    type: 'get' | 'set',
    seconds: number,
  ): Promise<Element> {
    const id = randomBytes(8).toString('hex');
    const iq =
      `<iq xmlns='${namespaces.client}' type='${type}' id='${id}' from='${this.#jid}' to='${escaped(to)}'>` +
      `${payload}</iq>`;
    const answer = await this.#component.exchange(host, id, iq, seconds);
    return answer.children[0] ?? answer;
  }
}

const SECONDS_TO_ENTER = 3;

function field(name: string, value: string): string {
  return `<field var='${name}'><value>${escaped(value)}</value></field>`;
}

/** What a form says in a field; throws LastingTrouble when it has none. */
function valueOf(query: Element, name: string): string {
  const fields = childOf(query, 'x', 'jabber:x:data')?.children ?? [];
  const value = fields.find(({ attributes }) => attributes.var === name)?.children[0]?.text;
  if (value === undefined) throw new LastingTrouble(say`The form of the room has no field ${{ name }}.`);
  return value;
}
