/** What the administrator set for the DNS, checked already. */
export interface DnsSettings {
  readonly domains: readonly DomainRow[];
  /** The addresses of the servers that are asked about other names; empty: the servers of the root are. */
  readonly forwarders: readonly string[];
  /** Questions about other names are answered, for private networks only. */
  readonly resolve: boolean;
  /** The addresses of the servers that may copy the zones. */
  readonly secondaries: readonly string[];
}

/** A domain and everything in it. Names are lower case, and Unicode where they are not ASCII (U-labels, RFC 5890). */
export interface DomainRow {
  readonly id: string;
  readonly name: string;
  /** At least one: what the domain itself and its name server `ns` lead to. */
  readonly addresses: readonly string[];
  readonly hosts: readonly HostRow[];
  readonly nameServers: readonly NameServerRow[];
  readonly mailExchangers: readonly MailExchangerRow[];
  readonly services: readonly ServiceRow[];
  readonly texts: readonly TextRow[];
}

export interface HostRow {
  readonly id: string;
  /** Relative to the domain: `printer`, `a.b`. */
  readonly name: string;
  readonly addresses: readonly string[];
  /** Further names of the host, relative to the domain. */
  readonly aliases: readonly string[];
}

/** A further name server of the domain. `host` is a target, see `readTarget`. */
export interface NameServerRow {
  readonly id: string;
  readonly host: string;
}

/** A server that takes the domain's mail. `host` is a target, see `readTarget`. */
export interface MailExchangerRow {
  readonly id: string;
  readonly host: string;
  readonly preference: number;
}

/** Where a service of the domain is (SRV, RFC 2782). */
export interface ServiceRow {
  readonly id: string;
  /** Without the underscore: `xmpp-client`. */
  readonly service: string;
  readonly protocol: 'tcp' | 'udp';
  /** Relative to the domain; '' is the domain itself. */
  readonly name: string;
  readonly priority: number;
  readonly weight: number;
  readonly port: number;
  /** See `readTarget`. */
  readonly target: string;
}

export interface TextRow {
  readonly id: string;
  /** Relative to the domain; '' is the domain itself. */
  readonly name: string;
  readonly text: string;
}
