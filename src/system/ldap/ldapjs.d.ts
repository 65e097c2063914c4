/**
 * The part of ldapjs 3.0.7 that src/system/ldap uses, as it really is: the published types are those of version 2.
 */
declare module 'ldapjs' {
  import type { EventEmitter } from 'node:events';

  export interface BerWriter {
    readonly buffer: Buffer;
    writeBuffer(bytes: Buffer, tag: number): void;
  }
  export interface Control {
    readonly type: string;
  }
  export interface PagedResultsControl extends Control {
    readonly value: { readonly size: number; readonly cookie: Buffer };
  }
  export interface RDN {
    readonly size: number;
  }
  export interface DN {
    readonly length: number;
    toString(): string;
  }
  export interface FilterString {
    toBer(): BerWriter;
  }
  export interface Attribute {
    readonly type: string;
    readonly values: readonly string[];
  }
  export interface Change {
    readonly modification: Attribute;
  }
  export interface LDAPMessage {
    readonly controls: readonly Control[];
  }
  export interface LDAPResult extends LDAPMessage {
    readonly status: number;
    readonly diagnosticMessage: string;
  }
  export interface SearchEntry extends LDAPMessage {
    readonly attributes: readonly Attribute[];
  }
  export interface Client extends EventEmitter {
    destroy(): void;
    /** Sends a message; result codes that `expect` knows come as a result, others as an error. */
    _send(
      message: LDAPMessage,
      expect: { indexOf(status: number): number },
      emitter: EventEmitter | null,
      callback: (error: Error | null, result?: unknown) => void,
    ): void;
  }

  interface Controls {
    readonly controls?: readonly Control[];
  }
  const ldapjs: {
    createClient(options: { socketPath: string; connectTimeout: number }): Client;
    readonly Control: new (options: { type: string; criticality: boolean }) => Control;
    readonly PagedResultsControl: new (options: {
      value: { size: number; cookie: Buffer };
    }) => PagedResultsControl;
    readonly RDN: new (attributes: Readonly<Record<string, string>>) => RDN;
    readonly DN: new (options: { rdns: readonly RDN[] }) => DN;
    readonly EqualityFilter: new (options: { attribute: string; raw: Buffer }) => FilterString;
    readonly GreaterThanEqualsFilter: new (options: { attribute: string; value: string }) => FilterString;
    readonly SubstringFilter: new (options: { attribute: string; any: readonly string[] }) => FilterString;
    readonly PresenceFilter: new (options: { attribute: string }) => FilterString;
    readonly AndFilter: new (options: { filters: readonly FilterString[] }) => FilterString;
    readonly OrFilter: new (options: { filters: readonly FilterString[] }) => FilterString;
    readonly NotFilter: new (options: { filter: FilterString }) => FilterString;
    readonly Attribute: new (options: { type: string; values: readonly string[] }) => Attribute;
    readonly Change: new (options: {
      operation: 'add' | 'replace' | 'delete';
      modification: Attribute;
    }) => Change;
    readonly BindRequest: new (options: { name: string; credentials: string }) => LDAPMessage;
    readonly SearchRequest: new (
      options: Controls & {
        baseObject: DN;
        scope: 'base' | 'one' | 'sub';
        filter: FilterString;
        attributes: readonly string[];
        sizeLimit: number;
        timeLimit: number;
      },
    ) => LDAPMessage;
    readonly AddRequest: new (
      options: Controls & { entry: DN; attributes: readonly Attribute[] },
    ) => LDAPMessage;
    readonly ModifyRequest: new (
      options: Controls & { object: DN; changes: readonly Change[] },
    ) => LDAPMessage;
    readonly DeleteRequest: new (options: Controls & { entry: DN }) => LDAPMessage;
    readonly ModifyDNRequest: new (
      options: Controls & { entry: DN; newRdn: DN; deleteOldRdn: boolean },
    ) => LDAPMessage;
    readonly ExtendedRequest: new (
      options: Controls & { requestName: string; requestValue: object },
    ) => LDAPMessage;
    readonly LDAPResult: new () => LDAPResult;
  };
  export default ldapjs;
}
