import type { Sentence } from '../words/sentence.js';
/** The certificate that a server showed. */
export interface PeerCertificate {
  readonly subject: string;
  readonly names: readonly string[];
  /** SHA-256 fingerprint, as openssl prints it. */
  readonly fingerprint: string;
  readonly validFrom: Date;
  readonly validTo: Date;
  readonly issuer: string;
  /** Why clients refuse it whichever authority signed it (its purpose, the chain as it was shown), as a sentence; `''` when not. */
  readonly refusal: Sentence | '';
  /** Why a client that knows the usual authorities would not trust it, as OpenSSL names it; `''` when it would. */
  readonly distrust: string;
}

/** A text stream over TCP, TLS or a unix socket, as a client opens it. */
export interface Connection {
  send(text: string): Promise<void>;
  /** Everything received since the last call that ends with `complete(text)` being true. Throws on time-out or end. */
  receive(complete: (text: string) => boolean, seconds: number): Promise<string>;
  /** Turns the connection into TLS (after STARTTLS). Any certificate is taken: it is to be looked at, not trusted. */
  startTls(serverName: string): Promise<PeerCertificate>;
  close(): void;
}

/** A program that listens on a TCP port of this machine. */
export interface Listener {
  /** Loopback, every address of the machine, or another single one. */
  readonly on: 'loopback' | 'all' | 'one';
  /** Its name as the kernel keeps it, of at most 15 characters; '' where the asker may not know. */
  readonly program: string;
  /** 0 where the asker may not know. */
  readonly pid: number;
}

/** TCP where it is not said. */
export type Protocol = 'tcp' | 'udp';

/** A connection over loopback that the panel opened, by which its looks are told from those of others. */
export interface OwnConnection {
  /** The port at the panel's end. */
  readonly port: number;
  /** Milliseconds since 1970. */
  readonly opened: number;
  /** Infinity while it is open. */
  readonly closed: number;
}

/** A TCP connection of this machine that is open. */
export interface OpenConnection {
  readonly localPort: number;
  /** IPv4 addresses as such, also where the kernel has them as IPv6. */
  readonly remoteAddress: string;
  readonly remotePort: number;
}

/** Opens connections as a client would. Throws an Error with a plain reason ("connection refused"). */
export interface Network {
  connect(target: { host: string; port: number } | { socket: string }, seconds: number): Promise<Connection>;
  /** TLS from the first byte. */
  connectTls(
    target: { host: string; port: number; serverName: string },
    seconds: number,
  ): Promise<{ connection: Connection; certificate: PeerCertificate }>;
  /** The latest connections over loopback, some thousands: what was opened before the panel started is not known. */
  ownConnections(): readonly OwnConnection[];
  /** The addresses that a name resolves to; empty when it does not. */
  resolve(name: string, seconds: number): Promise<readonly string[]>;
  /** This machine's own addresses, loopback included. */
  ownAddresses(): readonly string[];
  /** Those of them that packets to the internet leave from; empty without a route. Nothing is sent. */
  outwardAddresses(): Promise<readonly string[]>;
  /** This machine's full name, or '' when it has none. */
  hostName(): string;
  /** Every open TCP connection of this machine, whichever program has it. Throws where the kernel does not tell. */
  openConnections(): Promise<readonly OpenConnection[]>;
  /** Who listens on a TCP port of this machine. */
  listeners(port: number, protocol?: Protocol): Promise<readonly Listener[]>;
}
