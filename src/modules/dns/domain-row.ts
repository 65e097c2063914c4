/** What the administrator set for the DNS, checked already. */
export type DnsSettings = Readonly<{
  domains: readonly DomainRow[];
  /** The addresses of the servers that are asked about other names; empty: the servers of the root are. */
  forwarders: readonly string[];
  /** Questions about other names are answered, for private networks only. */
  resolve: boolean;
  /** The addresses of the servers that may copy the zones. */
  secondaries: readonly string[];
}>;

/** A domain and everything in it. Names are lower case, and Unicode where they are not ASCII (U-labels, RFC 5890). */
export type DomainRow = Readonly<{
  id: string;
  name: string;
  /** At least one: what the domain itself and its name server `ns` lead to. */
  addresses: readonly string[];
  hosts: readonly HostRow[];
  nameServers: readonly NameServerRow[];
  mailExchangers: readonly MailExchangerRow[];
  services: readonly ServiceRow[];
  texts: readonly TextRow[];
}>;

export type HostRow = Readonly<{
  id: string;
  /** Relative to the domain: `printer`, `a.b`. */
  name: string;
  addresses: readonly string[];
  /** Further names of the host, relative to the domain. */
  aliases: readonly string[];
}>;

/** A further name server of the domain. `host` is a target, see `readTarget`. */
export type NameServerRow = Readonly<{
  id: string;
  host: string;
}>;

/** A server that takes the domain's mail. `host` is a target, see `readTarget`. */
export type MailExchangerRow = Readonly<{
  id: string;
  host: string;
  preference: number;
}>;

/** Where a service of the domain is (SRV, RFC 2782). */
export type ServiceRow = Readonly<{
  id: string;
  /** Without the underscore: `xmpp-client`. */
  service: string;
  protocol: 'tcp' | 'udp';
  /** Relative to the domain; '' is the domain itself. */
  name: string;
  priority: number;
  weight: number;
  port: number;
  /** See `readTarget`. */
  target: string;
}>;

export type TextRow = Readonly<{
  id: string;
  /** Relative to the domain; '' is the domain itself. */
  name: string;
  text: string;
}>;
