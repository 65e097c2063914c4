/** One attribute of a name: `uid=alice`. Always literal: the port escapes it. */
export interface RelativeName {
  readonly type: string;
  readonly value: string;
}

/** A distinguished name, the entry's own part first. Literal values, never escaped text (RFC 4514 is the port's). */
export type DistinguishedName = readonly RelativeName[];

/** A search filter as data; values are literal, the port escapes them (RFC 4515). */
export type Filter =
  | { readonly kind: 'equals'; readonly attribute: string; readonly value: string }
  /** For attributes with an ordering rule, such as entryCSN; uid has none. */
  | { readonly kind: 'atLeast'; readonly attribute: string; readonly value: string }
  | { readonly kind: 'contains'; readonly attribute: string; readonly value: string }
  | { readonly kind: 'present'; readonly attribute: string }
  | { readonly kind: 'and' | 'or'; readonly of: readonly Filter[] }
  | { readonly kind: 'not'; readonly of: Filter };

/** An entry as it was read. `dn` is the text that the server gave, to be handed back as it is. */
export interface DirectoryEntry {
  readonly dn: string;
  /** Attribute name in lower case → its values. */
  readonly attributes: ReadonlyMap<string, readonly string[]>;
}

/** One change of a modify request. */
export interface AttributeChange {
  readonly operation: 'add' | 'replace' | 'delete';
  readonly attribute: string;
  /** Empty with `replace` or `delete`: the whole attribute goes. */
  readonly values: readonly string[];
}

/** What a search asks for. */
export interface SearchRequest {
  /** Literal names, or the text of a DN that the server gave. */
  readonly base: DistinguishedName | string;
  readonly scope: 'base' | 'one' | 'sub';
  readonly filter: Filter;
  readonly attributes: readonly string[];
  /** At most so many entries are read. */
  readonly limit?: number;
}

/** What a search found. */
export interface SearchResult {
  readonly entries: readonly DirectoryEntry[];
  /** True when there are more entries than were read: our limit or the server's. */
  readonly truncated: boolean;
}

/** The first value of an attribute, or `''`. */
export function valueOf(entry: DirectoryEntry, attribute: string): string {
  return entry.attributes.get(attribute.toLowerCase())?.[0] ?? '';
}

/** All values of an attribute. */
export function valuesOf(entry: DirectoryEntry, attribute: string): readonly string[] {
  return entry.attributes.get(attribute.toLowerCase()) ?? [];
}

/** Where things lie in the directory that the module "users and groups" makes. */
export const tree = {
  base: [{ type: 'dc', value: 'ebox' }],
  users: [
    { type: 'ou', value: 'Users' },
    { type: 'dc', value: 'ebox' },
  ],
  groups: [
    { type: 'ou', value: 'Groups' },
    { type: 'dc', value: 'ebox' },
  ],
  /** The identity that the panel binds as: reads and writes everything below the base. */
  panel: [
    { type: 'cn', value: 'panel' },
    { type: 'dc', value: 'ebox' },
  ],
  /** The read-only identity of the sign-in service: sees what the search needs, no password. */
  signIn: [
    { type: 'cn', value: 'sign-in' },
    { type: 'dc', value: 'ebox' },
  ],
  /** Holds the next uidNumber to be given. */
  counter: [
    { type: 'cn', value: 'nextUidNumber' },
    { type: 'dc', value: 'ebox' },
  ],
} as const satisfies Record<string, DistinguishedName>;

/** The group that every user belongs to (`ou=Groups`). */
export const usersGroup = { name: 'users', gidNumber: 2000 } as const;
