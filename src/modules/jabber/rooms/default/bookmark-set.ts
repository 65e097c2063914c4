import { childOf, escaped, type Element } from '../../xmpp/element.js';
import { nameOf } from '../room-rows.js';

/** The namespaces of bookmarks, and of what an account keeps for clients (XEP-0048, XEP-0049). */
const BOOKMARKS = 'storage:bookmarks';
const PRIVATE = 'jabber:iq:private';

/** Asks for all bookmarks of an account. */
export const ASK_BOOKMARKS = queryOf('');

/** What each bookmark can have: anything else could not be written again as it was. */
const KNOWN: Readonly<Record<string, readonly string[]>> = {
  conference: ['jid', 'name', 'autojoin'],
  url: ['name', 'url'],
  nick: [],
  password: [],
};

/** The bookmarks in an answer; null when something is in them that the panel could not write again as it is. */
export function readBookmarks({ children: [query] }: Element): readonly Element[] | null {
  const storage = query === undefined ? undefined : childOf(query, 'storage', BOOKMARKS);
  if (query === undefined || storage === undefined || query.isCut === true) return null;
  const isKnown = storage.children.every(
    (one) =>
      isOurs(one, ['conference', 'url']) && one.children.every((part) => isOurs(part, ['nick', 'password'])),
  );
  return isKnown && storage.text.trim() === '' ? storage.children : null;
}

/** Stores these as all bookmarks of an account. */
export function storeBookmarks(all: readonly Element[]): string {
  return queryOf(all.map(xmlOf).join(''));
}

/** The bookmark of a room as the panel writes it. */
export function bookmarkOf(room: string): Element {
  return {
    ...{ name: 'conference', namespace: BOOKMARKS, children: [], text: '' },
    attributes: { jid: room, name: nameOf(room) },
  };
}

/** Whether a bookmark is the one that the panel wrote: a client that changed it has made it the user’s own. */
export function isPanels({ name, attributes, children }: Element, room: string): boolean {
  const wrote = Object.entries(bookmarkOf(room).attributes);
  return (
    name === 'conference' &&
    children.length === 0 &&
    Object.keys(attributes).length === wrote.length &&
    wrote.every(([key, value]) => attributes[key] === value)
  );
}

function isOurs({ name, namespace, attributes, children, text }: Element, names: readonly string[]): boolean {
  const known = KNOWN[name] ?? [];
  return (
    namespace === BOOKMARKS &&
    names.includes(name) &&
    Object.keys(attributes).every((attribute) => known.includes(attribute)) &&
    (known.length === 0 ? children.length === 0 : text.trim() === '')
  );
}

function xmlOf({ name, attributes, children, text }: Element): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}='${escaped(value)}'`);
  return `<${name}${written.join('')}>${escaped(text)}${children.map(xmlOf).join('')}</${name}>`;
}

function queryOf(bookmarks: string): string {
  return `<query xmlns='${PRIVATE}'><storage xmlns='${BOOKMARKS}'>${bookmarks}</storage></query>`;
}
