import { say } from '../../../core/words/sentence.js';
import { Trouble } from '../../../errors.js';
import { namespaces, type Element } from './element.js';
import { StreamParser } from './stream-parser.js';

/** A stanza as sm stores it in its database. */
export interface StoredStanza {
  readonly name: string;
  /** Name → value, both as they stand in the XML: escaped, with declarations of namespaces. None of sm's own. */
  readonly attributes: ReadonlyMap<string, string>;
  /** The XML in it. */
  readonly content: string;
}

/** util/nad.c writes values in single quotes and escapes `>` and `'` in them, so a tag ends at the first `>`. */
const STORED = /^NAD<route(?: [^>]*)?><([\w-]+)((?: [^\s=]+='[^']*')*)>(.*)<\/\1><\/route>$/s;
const ATTRIBUTE = / ([^\s=]+)='([^']*)'/g;

/** Reads a value of jabberd2's storage that is a packet (storage/storage_sqlite.c, os_type_NAD). Throws an Error if it is none. */
export function storedStanza(value: string): StoredStanza {
  const [, name = '', tag = '', content = ''] = STORED.exec(value) ?? [];
  if (name === '') throw new Trouble(say`The database of the chat server cannot be read.`);
  const all = [...tag.matchAll(ATTRIBUTE)].map(([, key = '', text = '']) => [key, text] as const);
  const own = all.flatMap(([key, text]) =>
    key.startsWith('xmlns:') && text === namespaces.session ? [key.slice('xmlns:'.length)] : [],
  );
  const isOwn = (key: string): boolean =>
    own.some((prefix) => key === `xmlns:${prefix}` || key.startsWith(`${prefix}:`));
  return { name, attributes: new Map(all.filter(([key]) => !isOwn(key))), content };
}

/** The element of a stored stanza; null where its XML is not well-formed with its namespaces: to send it would end the stream. */
export function elementOf({ name, attributes, content }: StoredStanza): Element | null {
  const written = [...attributes].map(([key, value]) => ` ${key}='${value}'`).join('');
  const parser = new StreamParser();
  try {
    parser.write(`<stream><${name}${written}>${content}</${name}>`);
  } catch {
    return null;
  }
  return parser.take() ?? null;
}

/** What is in a stored stanza, by itself: its first tag makes the declarations of the stanza. Null as in {@link elementOf}. */
export function payloadOf({ name, attributes, content }: StoredStanza): string | null {
  const [first = ''] = /^<[^>]*/.exec(content) ?? [];
  const missing = [...attributes]
    .filter(([key]) => key.startsWith('xmlns:') && !first.includes(` ${key}=`))
    .map(([key, value]) => ` ${key}='${value}'`);
  const payload = content.replace(/^<[^\s/>]+/, (tag) => tag + missing.join(''));
  return elementOf({ name, attributes: new Map(), content: payload }) === null ? null : payload;
}
