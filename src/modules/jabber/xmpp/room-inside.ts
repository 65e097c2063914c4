import { say } from '../../../core/words/sentence.js';
import { LastingTrouble } from '../../../errors.js';
import { escaped } from './element.js';
import { formValues, MUC, submitted, type RoomQuestions } from './room-question.js';

/** What somebody is in a room for as long as the room is there (XEP-0045, 5.2). */
export type Affiliation = 'owner' | 'admin' | 'member' | 'outcast' | 'none';

/** A text of the form of mu-conference (xdata.c) that a room would hide who is who without. */
const WHO_IS_WHO = 'muc#roomconfig_whois';

/** What the panel does inside a room. Each throws an Error with the reason, a `StanzaError` when the room refuses. */
export class RoomInside {
  readonly #questions: RoomQuestions;
  readonly #host: string;
  readonly #room: string;
  readonly #seconds: number;

  constructor(questions: RoomQuestions, host: string, room: string, seconds: number) {
    this.#questions = questions;
    this.#host = host;
    this.#room = room;
    this.#seconds = seconds;
  }

  /** The values of the owner's form, by the names of its fields. */
  async form(): Promise<ReadonlyMap<string, string>> {
    return formValues(await this.#owner('', 'get'));
  }

  /**
   * Changes some fields of the owner's form. All others stay as they are.
   * @param values name without `muc#roomconfig_` → value
   */
  async configure(values: Readonly<Record<string, string>>): Promise<void> {
    const whois = (await this.form()).get(WHO_IS_WHO);
    if (whois === undefined)
      throw new LastingTrouble(say`The form of the room has no field ${{ name: WHO_IS_WHO }}.`);
    const named = Object.entries(values).map(([name, value]) => [`muc#roomconfig_${name}`, value] as const);
    const form = [['FORM_TYPE', `${MUC}#roomconfig`], [WHO_IS_WHO, whois], ...named] as const;
    await this.#owner(submitted(form), 'set');
  }

  /** The bare JIDs with this affiliation. */
  async listed(affiliation: Affiliation): Promise<readonly string[]> {
    const query = await this.#admin(`<item affiliation='${affiliation}'/>`, 'get');
    return query.children.flatMap(({ name, attributes: { jid } }) =>
      name === 'item' && jid !== undefined ? [jid] : [],
    );
  }

  /** Makes a bare JID the owner of the room, one of its members, or nothing. */
  async affiliate(jid: string, affiliation: Affiliation): Promise<void> {
    await this.#admin(`<item affiliation='${affiliation}' jid='${escaped(jid)}'/>`, 'set');
  }

  async setSubject(subject: string): Promise<void> {
    const content = `<subject>${escaped(subject)}</subject>`;
    await this.#questions.tell(
      this.#host,
      this.#room,
      { name: 'message', type: 'groupchat', content },
      this.#seconds,
    );
  }

  /** Ends the room for good. Those inside are told why. */
  async destroy(reason: string): Promise<void> {
    await this.#owner(`<destroy><reason>${escaped(reason)}</reason></destroy>`, 'set');
  }

  #owner(payload: string, type: 'get' | 'set') {
    return this.#ask(`<query xmlns='${MUC}#owner'>${payload}</query>`, type);
  }

  #admin(payload: string, type: 'get' | 'set') {
    return this.#ask(`<query xmlns='${MUC}#admin'>${payload}</query>`, type);
  }

  #ask(payload: string, type: 'get' | 'set') {
    return this.#questions.ask(this.#host, this.#room, payload, type, this.#seconds);
  }
}
