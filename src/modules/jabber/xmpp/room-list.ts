import { childOf, namespaces } from './element.js';
import { formValues, type RoomQuestions } from './room-question.js';

/** A room as the rooms' service lists it (mu-conference, conference.c: "NAME (PEOPLE/MOST)"). Locked ones are not. */
export interface ListedRoom {
  readonly jid: string;
  /** What its owner calls it; null where that cannot be read. */
  readonly title: string | null;
  /** People inside; null where that cannot be read. */
  readonly people: number | null;
  /** People that it takes; null when there is no limit, or none that can be read. */
  readonly most: number | null;
}

/** What a room says of itself (XEP-0045, 6.4). */
export interface RoomInfo {
  readonly title: string;
  readonly description: string;
  readonly subject: string;
  readonly isPermanent: boolean;
  readonly isHidden: boolean;
  readonly hasPassword: boolean;
  readonly isModerated: boolean;
  readonly isMembersOnly: boolean;
  /** Whether all see the addresses of all; otherwise only owners and administrators of the room do. */
  readonly showsAddresses: boolean;
}

/** What can be known of rooms without entering them: an administrator of the rooms sees hidden ones too. */
export class RoomList {
  readonly #questions: RoomQuestions;

  constructor(questions: RoomQuestions) {
    this.#questions = questions;
  }

  /** The rooms of a host. Throws an Error with the reason when it does not answer. */
  async rooms(host: string, seconds: number): Promise<readonly ListedRoom[]> {
    const items = await this.#items(host, host, seconds);
    return items.map(({ jid, name }) => ({ jid, ...countsOf(name) }));
  }

  /** The nicks of those who are in a room. Throws as {@link rooms} does. */
  async people(host: string, room: string, seconds: number): Promise<readonly string[]> {
    const items = await this.#items(host, room, seconds);
    return items.flatMap(({ jid }) => (jid.startsWith(`${room}/`) ? [jid.slice(room.length + 1)] : []));
  }

  /** What a room says of itself. Throws as {@link rooms} does; a `StanzaError` when there is none of that name. */
  async info(host: string, room: string, seconds: number): Promise<RoomInfo> {
    const query = await this.#questions.ask(
      host,
      room,
      `<query xmlns='${namespaces.discoInfo}'/>`,
      'get',
      seconds,
    );
    const features = new Set(
      query.children.flatMap(({ name, attributes }) => (name === 'feature' ? [attributes.var ?? ''] : [])),
    );
    const values = formValues(query);
    return {
      title: childOf(query, 'identity', namespaces.discoInfo)?.attributes.name ?? '',
      description: values.get('muc#roominfo_description') ?? '',
      subject: values.get('muc#roominfo_subject') ?? '',
      isPermanent: features.has('muc_persistent'),
      isHidden: features.has('muc_hidden'),
      hasPassword: features.has('muc_passwordprotected'),
      isModerated: features.has('muc_moderated'),
      isMembersOnly: features.has('muc_membersonly'),
      showsAddresses: features.has('muc_nonanonymous'),
    };
  }

  async #items(
    host: string,
    to: string,
    seconds: number,
  ): Promise<readonly { readonly jid: string; readonly name: string }[]> {
    const payload = `<query xmlns='${namespaces.discoItems}'/>`;
    const query = await this.#questions.ask(host, to, payload, 'get', seconds);
    return query.children.flatMap(({ name, attributes: { jid, name: words = '' } }) =>
      name === 'item' && jid !== undefined ? [{ jid, name: words }] : [],
    );
  }
}

/** An owner chooses the title: only the end of the text is the service's own. */
function countsOf(words: string): Omit<ListedRoom, 'jid'> {
  const [, title, people, most] = /^([^]*) \((\d+)(?:\/(\d+))?\)$/.exec(words) ?? [];
  return {
    title: title ?? null,
    people: people === undefined ? null : Number(people),
    most: most === undefined ? null : Number(most),
  };
}
