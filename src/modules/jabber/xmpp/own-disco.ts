import { childOf, escaped, namespaces } from './element.js';
import { resultOf, type Taker } from './takers.js';

/** What a component says about itself (XEP-0030). */
export interface OwnDisco {
  /** The component's own JID: a domain. */
  readonly jid: string;
  /** What clients call it in a list of services. */
  readonly title: string;
  readonly features: readonly string[];
}

/**
 * Says what the component is. sm asks every new one, and lists those for everybody that answer (sm/mod_disco.c). A node is
 * none of its own: another taker may have it.
 */
export function ownDisco({ jid, title, features }: OwnDisco): Taker {
  const supported = [namespaces.discoInfo, namespaces.discoItems, ...features];
  const info =
    `<query xmlns='${namespaces.discoInfo}'>` +
    `<identity category='component' type='generic' name='${escaped(title)}'/>` +
    `${supported.map((feature) => `<feature var='${escaped(feature)}'/>`).join('')}</query>`;
  return ({ stanza }) => {
    if (stanza.name !== 'iq' || stanza.attributes.type !== 'get' || stanza.attributes.to !== jid) return null;
    const payload = [
      { query: childOf(stanza, 'query', namespaces.discoInfo), answer: info },
      {
        query: childOf(stanza, 'query', namespaces.discoItems),
        answer: `<query xmlns='${namespaces.discoItems}'/>`,
      },
    ].find(({ query }) => query !== undefined && query.attributes.node === undefined);
    return payload === undefined ? null : Promise.resolve(resultOf(stanza, payload.answer, jid));
  };
}
