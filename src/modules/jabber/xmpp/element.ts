/** An XML element of a stream, with everything in it. */
export interface Element {
  /** The name without its prefix. */
  readonly name: string;
  readonly namespace: string;
  /** Attribute name without prefix → value. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Element[];
  /** The text directly in it. */
  readonly text: string;
  /** Of an element that is whole by itself: it was so long that a part of it was left out. */
  readonly isCut?: true;
}

/** Namespaces of the protocols spoken here. */
export const namespaces = {
  streams: 'http://etherx.jabber.org/streams',
  client: 'jabber:client',
  server: 'jabber:server',
  tls: 'urn:ietf:params:xml:ns:xmpp-tls',
  /** The conditions of errors (RFC 6120, 8.3.3). */
  stanzas: 'urn:ietf:params:xml:ns:xmpp-stanzas',
  sasl: 'urn:ietf:params:xml:ns:xmpp-sasl',
  discoInfo: 'http://jabber.org/protocol/disco#info',
  discoItems: 'http://jabber.org/protocol/disco#items',
  /** XEP-0092. */
  version: 'jabber:iq:version',
  /** XEP-0012. */
  last: 'jabber:iq:last',
  /** jabberd2's own component protocol, see its util/uri.h. */
  component: 'http://jabberd.jabberstudio.org/ns/component/1.0',
  /** How c2s and sm speak of sessions. */
  session: 'http://jabberd.jabberstudio.org/ns/session/1.0',
} as const;

/** The first child of this name and namespace. */
export function childOf(element: Element, name: string, namespace: string): Element | undefined {
  return element.children.find((child) => child.name === name && child.namespace === namespace);
}

/** A value as it may stand between quotes in an attribute, or as text. */
export function escaped(value: string): string {
  return value
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&apos;');
}
