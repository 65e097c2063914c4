import { say } from '../../../core/words/sentence.js';
import { Trouble } from '../../../errors.js';
import { namespaces } from './element.js';

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
