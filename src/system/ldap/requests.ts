import ldapjs, { type LDAPMessage } from 'ldapjs';
import type { AttributeChange, DistinguishedName, SearchRequest } from '../../core/directory.js';
import { AssertionControl } from './assertion-control.js';
import { ldapjsName } from './distinguished-name.js';
import { ENTRY_DN } from './entry.js';
import { ldapjsFilter } from './filter.js';

/** One page of a search (RFC 2696). */
export interface Page {
  /** The most entries of it. */
  readonly size: number;
  /** What the server gave with the page before; empty for the first. */
  readonly cookie: Buffer;
}

/**
 * The request of a search.
 * @param seconds that the server may take
 */
export function searchRequest(request: SearchRequest, seconds: number, page?: Page): LDAPMessage {
  return new ldapjs.SearchRequest({
    baseObject: ldapjsName(request.base),
    scope: request.scope,
    filter: ldapjsFilter(request.filter),
    attributes: [...request.attributes, ENTRY_DN],
    sizeLimit: request.limit ?? 0,
    timeLimit: seconds,
    controls: page === undefined ? [] : [new ldapjs.PagedResultsControl({ value: page })],
  });
}

/** The request that adds an entry. */
export function addRequest(
  name: DistinguishedName,
  attributes: Readonly<Record<string, readonly string[]>>,
): LDAPMessage {
  return new ldapjs.AddRequest({
    entry: ldapjsName(name),
    attributes: Object.entries(attributes).map(([type, values]) => new ldapjs.Attribute({ type, values })),
  });
}

/**
 * The request that changes an entry.
 * @param expectedCsn the entryCSN that it must still have (RFC 4528)
 */
export function modifyRequest(
  name: DistinguishedName | string,
  changes: readonly AttributeChange[],
  expectedCsn?: string,
): LDAPMessage {
  return new ldapjs.ModifyRequest({
    object: ldapjsName(name),
    changes: changes.map(({ operation, attribute, values }) => {
      const modification = new ldapjs.Attribute({ type: attribute, values });
      return new ldapjs.Change({ operation, modification });
    }),
    controls:
      expectedCsn === undefined
        ? []
        : [new AssertionControl({ kind: 'equals', attribute: 'entryCSN', value: expectedCsn })],
  });
}

/** The request that deletes an entry. */
export function removeRequest(name: DistinguishedName | string): LDAPMessage {
  return new ldapjs.DeleteRequest({ entry: ldapjsName(name) });
}

/** The request that gives an entry another name below the same parent. */
export function renameRequest(
  name: DistinguishedName | string,
  newRelativeName: { readonly type: string; readonly value: string },
): LDAPMessage {
  return new ldapjs.ModifyDNRequest({
    entry: ldapjsName(name),
    newRdn: ldapjsName([newRelativeName]),
    deleteOldRdn: true,
  });
}
