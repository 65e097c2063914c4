import ldapjs, { type Change, type LDAPMessage, type LDAPResult, type SearchEntry } from 'ldapjs';
import type {
  AttributeChange,
  DirectoryEntry,
  DistinguishedName,
  SearchRequest,
  SearchResult,
} from '../../core/directory.js';
import type { Directory, Log } from '../../core/ports.js';
import type { Secret } from '../../core/secret.js';
import { AssertionControl } from './assertion-control.js';
import { BoundConnection, type Identity } from './bound-connection.js';
import { LdapConnection, type Patience } from './connection.js';
import { ldapjsName, textOfName } from './distinguished-name.js';
import { LdapTrouble, refusal, resultCode, troubleError } from './errors.js';
import { ldapjsFilter } from './filter.js';
import { PasswordModifyRequest } from './password-modify.js';

/** How long a person who waits for a page is kept waiting, in milliseconds. */
const usualPatience: Patience = { connect: 3_000, answer: 5_000 };
/** Entries a page when everything is read: a page is one request, and a request has a time limit. */
const PAGE = 1_000;
/** The name as the server writes it (RFC 5020). ldapjs trims and unescapes the one that comes with an entry. */
const ENTRY_DN = 'entryDN';

/** The directory over slapd's unix socket. Referrals are never followed. */
export function createDirectory(
  options: Identity & { readonly log: Log; readonly patience?: Patience },
): Directory & { close(): void } {
  const { patience = usualPatience } = options;
  const bound = new BoundConnection(options, patience, options.log);

  /** Sends a request that changes something: its outcome is unknown when the connection breaks. */
  const change = async (message: LDAPMessage): Promise<void> => {
    const connection = await bound.get();
    const result = await connection.request(message).catch((error: unknown) => {
      throw error instanceof LdapTrouble ? troubleError(error, true) : error;
    });
    if (result.status !== resultCode.success) throw refusal(result.status, result.diagnosticMessage);
  };

  /** Reads; once more on a new connection when the old one turns out to be broken before anything came. */
  const read = async (
    message: () => LDAPMessage,
    onEntry: (entry: SearchEntry) => void,
    again = true,
  ): Promise<LDAPResult> => {
    let entries = 0;
    const connection = await bound.get();
    try {
      return await connection.request(message(), (entry) => {
        entries += 1;
        onEntry(entry);
      });
    } catch (error) {
      if (!(error instanceof LdapTrouble)) throw error;
      if (again && entries === 0 && error.mishap === 'closed') return read(message, onEntry, false);
      throw troubleError(error, false);
    }
  };

  const searchMessage = (request: SearchRequest, paging?: { size: number; cookie: Buffer }): LDAPMessage =>
    new ldapjs.SearchRequest({
      baseObject: ldapjsName(request.base),
      scope: request.scope,
      filter: ldapjsFilter(request.filter),
      attributes: [...request.attributes, ENTRY_DN],
      sizeLimit: request.limit ?? 0,
      timeLimit: Math.ceil(patience.answer / 1000),
      controls: paging === undefined ? [] : [new ldapjs.PagedResultsControl({ value: paging })],
    });

  return {
    async search(request): Promise<SearchResult> {
      const entries: DirectoryEntry[] = [];
      const result = await read(
        () => searchMessage(request),
        (entry) => entries.push(plainEntry(entry)),
      );
      const truncated = result.status === resultCode.sizeLimitExceeded;
      if (!truncated && result.status !== resultCode.success)
        throw refusal(result.status, result.diagnosticMessage);
      return { entries, truncated };
    },

    async each(request, onEntry) {
      let cookie: Buffer = Buffer.alloc(0);
      do {
        const paging = { size: PAGE, cookie };
        const result = await read(
          () => searchMessage(request, paging),
          (entry) => onEntry(plainEntry(entry)),
        );
        if (result.status !== resultCode.success) throw refusal(result.status, result.diagnosticMessage);
        const control = result.controls.find((one) => one instanceof ldapjs.PagedResultsControl);
        cookie = control instanceof ldapjs.PagedResultsControl ? control.value.cookie : Buffer.alloc(0);
      } while (cookie.length > 0);
    },

    async add(name, attributes) {
      await change(
        new ldapjs.AddRequest({
          entry: ldapjsName(name),
          attributes: Object.entries(attributes).map(
            ([type, values]) => new ldapjs.Attribute({ type, values }),
          ),
        }),
      );
    },

    async modify(name, changes, expectedCsn) {
      const controls =
        expectedCsn === undefined
          ? []
          : [new AssertionControl({ kind: 'equals', attribute: 'entryCSN', value: expectedCsn })];
      await change(
        new ldapjs.ModifyRequest({ object: ldapjsName(name), changes: changes.map(ldapjsChange), controls }),
      );
    },

    async remove(name) {
      await change(new ldapjs.DeleteRequest({ entry: ldapjsName(name) }));
    },

    async rename(name, newRelativeName) {
      await change(
        new ldapjs.ModifyDNRequest({
          entry: ldapjsName(name),
          newRdn: ldapjsName([newRelativeName]),
          deleteOldRdn: true,
        }),
      );
    },

    async setPassword(name, password) {
      await change(new PasswordModifyRequest(textOfName(name), password));
    },

    async proves(name, password) {
      return provesOn(options.socket, patience, name, password);
    },

    close: () => bound.close(),
  };
}

/** A bind on a connection of its own, so that the panel's stays bound as the panel. */
async function provesOn(
  socket: string,
  patience: Patience,
  name: DistinguishedName | string,
  password: Secret,
): Promise<boolean> {
  if (password.reveal() === '') return false;
  try {
    const connection = await LdapConnection.connect(socket, patience);
    const result = await connection.bind(name, password).finally(() => connection.close());
    switch (result.status) {
      case resultCode.success:
        return true;
      case resultCode.invalidCredentials:
      case resultCode.inappropriateAuthentication:
        return false;
      default:
        throw refusal(result.status, result.diagnosticMessage);
    }
  } catch (error) {
    throw error instanceof LdapTrouble ? troubleError(error, false) : error;
  }
}

function ldapjsChange(change: AttributeChange): Change {
  const modification = new ldapjs.Attribute({ type: change.attribute, values: change.values });
  return new ldapjs.Change({ operation: change.operation, modification });
}

function plainEntry(entry: SearchEntry): DirectoryEntry {
  const attributes = new Map<string, readonly string[]>();
  for (const attribute of entry.attributes) attributes.set(attribute.type.toLowerCase(), attribute.values);
  const dn = attributes.get(ENTRY_DN.toLowerCase())?.[0];
  if (dn === undefined) throw refusal(0, 'it does not give the names of its entries (entryDN, RFC 5020)');
  attributes.delete(ENTRY_DN.toLowerCase());
  return { dn, attributes };
}
