import type {
  CertificateFacts,
  CertificateReader,
  CertificateReport,
  CertificateSource,
  CertificateUpload,
  KeptCertificate,
} from './certificate.js';
import type {
  AttributeChange,
  DirectoryEntry,
  DistinguishedName,
  SearchRequest,
  SearchResult,
} from './directory.js';
import type { FreeSpace } from './free-space.js';
import type { FoundServer } from './found-server.js';
import type { Account, Layout } from './layout.js';
import type { Secret } from './secret.js';

/** Plain files and folders outside the generations (data folders, backups, program files). Paths are absolute. */
export interface Files {
  /** What is free on the disk that this folder is on. */
  space(folder: string): Promise<FreeSpace>;
  exists(path: string): Promise<boolean>;
  /** The file's text, or null when there is none. At most 10 MB; throws when larger or not a regular file. */
  read(path: string): Promise<string | null>;
  /** Replaces the file atomically (temporary file, owner and mode before content, fsync, rename, fsync of the folder). */
  write(path: string, content: string, owner: Account, mode: number): Promise<void>;
  /**
   * Makes the folder, and its parents, if it is not there, and sets its owner and mode either way.
   * @param group the account whose group it has, when that is not its owner's
   */
  makeFolder(path: string, owner: Account, mode: number, group?: Account): Promise<void>;
  /** Copies a file or a folder with everything in it; the copy belongs to `owner`, else to the panel, 0700 or 0600. */
  copy(from: string, to: string, owner?: Account): Promise<void>;
  /** Removes a file or a folder with everything in it; nothing happens when it is not there. */
  remove(path: string): Promise<void>;
}

/** One rendered file of a generation. */
export interface RenderedFile {
  /** Relative to the generation, e.g. `jabberd2/c2s.xml`. */
  readonly path: string;
  readonly content: string;
  /** The account that may read it; it is owned by root (or the person) and 0640, 0750 when executable. */
  readonly readableBy: Account;
  readonly executable: boolean;
}

/** A file of the live generation, as it is on the disk now. */
export interface LiveFile {
  readonly path: string;
  /** Null when the file is missing, or something else than a file lies there. */
  readonly content: string | null;
  /** What the panel wrote there. */
  readonly written: string;
  /** True when content, mode or owner are no longer what the panel wrote. */
  readonly changedByHand: boolean;
  /** Whom the panel wrote it for: the accounts that this lets read it. Left out when nothing is known of that. */
  readonly access?: { readonly readableBy: readonly Account[]; readonly executable: boolean };
}

/** The rendered configuration: whole generations, one of which is live through the symlink `current`. */
export interface Configuration {
  /** The live generation's number, 0 when there is none yet. */
  liveNumber(): Promise<number>;
  /** The live generation's files. Empty when there is none. */
  live(): Promise<readonly LiveFile[]>;
  /** Writes a whole new generation beside the live one and returns its number. Nothing is live yet. */
  write(files: readonly RenderedFile[]): Promise<number>;
  /** Makes a generation live by one rename of the symlink. 0: none is live any more. */
  activate(generation: number): Promise<void>;
  /** Puts the files of a generation back as the panel wrote them. */
  restore(generation: number): Promise<void>;
  /** Copies files of the live generation, as they are now, into a dated folder below the backups. Returns the folder. */
  setAside(paths: readonly string[]): Promise<string>;
  /** Removes all generations but the live one and those named, and what a crash left of one that was being written. */
  prune(keep: readonly number[]): Promise<void>;
}

/** How a daemon is run. */
export interface DaemonCommand {
  readonly name: string;
  /**
   * Absolute path and arguments; stays in the foreground and writes its log to stdout or stderr. The process keeps it,
   * or at least its end: another one would be taken for what an earlier version started.
   */
  readonly argv: readonly string[];
  readonly account: Account;
  readonly environment?: Readonly<Record<string, string>>;
  /** Seconds from SIGTERM until SIGKILL. */
  readonly stopSeconds: number;
  /** Daemons that are told to stop only when this one is gone. */
  readonly stopsBefore?: readonly string[];
  /** What root's rights it keeps when another account runs it (capabilities(7)), e.g. `CAP_NET_BIND_SERVICE`. */
  readonly capabilities?: readonly string[];
  /** Upper limit of open files, when the daemon needs more than the default. */
  readonly openFiles?: number;
}

/** What the supervisor knows of a daemon. That a process exists says nothing about whether it serves. */
export interface ProcessState {
  readonly up: boolean;
  /** 0 when there is none. */
  readonly pid: number;
  /** The supervisor is told to keep it up. */
  readonly wanted: boolean;
  /** Seconds since it went up or down. */
  readonly seconds: number;
  /** Deaths that nobody asked for within the last minute. */
  readonly recentCrashes: number;
  /** E.g. "ended with status 1" or "was killed by SIGSEGV"; null when it never died. */
  readonly lastEnd: string | null;
  /** What its process was started with; empty when there is none or nobody can tell. */
  readonly argv: readonly string[];
}

/** What is known of a daemon that was never declared. */
export const neverStarted: ProcessState = {
  up: false,
  pid: 0,
  wanted: false,
  seconds: 0,
  recentCrashes: 0,
  lastEnd: null,
  argv: [],
};

/** The supervisor of the daemons. They outlive the panel. Only declared daemons can be named. */
export interface Daemons {
  /** Makes the supervisor run and know exactly these daemons, without starting or stopping any process. */
  declare(commands: readonly DaemonCommand[]): Promise<void>;
  /** Returns when the process exists; whether it serves is for a probe to say. */
  start(name: string): Promise<void>;
  /** Returns when the process and its children are gone; SIGKILL after its stopSeconds. A stopped one stays so. */
  stop(name: string): Promise<void>;
  signal(name: string, signal: 'SIGHUP'): Promise<void>;
  /** Of a daemon that was not declared: that it is down. */
  state(name: string): Promise<ProcessState>;
  /** Paths of the programs and libraries that its process runs and that were replaced on the disk since it started. */
  replaced(name: string): Promise<readonly string[]>;
  /** The daemon's last log lines, oldest first, secrets redacted. */
  lastLines(name: string, count: number): Promise<readonly string[]>;
}

/** The directory, bound as the panel's identity. Throws PanelErrors whose codes begin with `directory-`. */
export interface Directory {
  search(request: SearchRequest): Promise<SearchResult>;
  /** Reads everything that matches, in pages, without keeping it: for what is too much for {@link search}. */
  each(request: SearchRequest, onEntry: (entry: DirectoryEntry) => void): Promise<void>;
  add(dn: DistinguishedName, attributes: Readonly<Record<string, readonly string[]>>): Promise<void>;
  /**
   * Changes an entry in one request.
   * @param dn the text that a search gave, or literal names
   * @param expectedCsn the entryCSN that the change was decided on; when the entry has another one by now,
   *   `directory-entry-changed` is thrown and nothing is changed (RFC 4528); so it is when a value to be deleted is gone
   */
  modify(
    dn: DistinguishedName | string,
    changes: readonly AttributeChange[],
    expectedCsn?: string,
  ): Promise<void>;
  remove(dn: DistinguishedName | string): Promise<void>;
  rename(dn: DistinguishedName | string, newRelativeName: { type: string; value: string }): Promise<void>;
  /** Password Modify (RFC 3062): the server hashes it. */
  setPassword(dn: DistinguishedName | string, password: Secret): Promise<void>;
  /** Whether a simple bind with this password is accepted, on a fresh connection. An empty password never is. */
  proves(dn: DistinguishedName | string, password: Secret): Promise<boolean>;
}

/** A program that was run. */
export interface CommandResult {
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs programs, never through a shell. */
export interface Commands {
  /** Throws `command-failed` with the last line of stderr when the status is not 0 or the time is over. */
  run(
    argv: readonly string[],
    options?: { input?: string; account?: Account; seconds?: number },
  ): Promise<CommandResult>;
}

/** The certificate that a server showed. */
export interface PeerCertificate {
  readonly subject: string;
  readonly names: readonly string[];
  /** SHA-256 fingerprint, as openssl prints it. */
  readonly fingerprint: string;
  readonly validTo: Date;
  readonly issuer: string;
  /** Why clients refuse it whoever vouches for it (its purpose, the chain as it was shown), as a sentence; `''` when not. */
  readonly refusal: string;
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

/** Opens connections as a client would. Throws an Error with a plain reason ("connection refused"). */
export interface Network {
  connect(target: { host: string; port: number } | { socket: string }, seconds: number): Promise<Connection>;
  /** TLS from the first byte. */
  connectTls(
    target: { host: string; port: number; serverName: string },
    seconds: number,
  ): Promise<{ connection: Connection; certificate: PeerCertificate }>;
  /** The addresses that a name resolves to; empty when it does not. */
  resolve(name: string, seconds: number): Promise<readonly string[]>;
  /** This machine's own addresses, loopback included. */
  ownAddresses(): readonly string[];
  /** Those of them that packets to the internet leave from; empty without a route. Nothing is sent. */
  outwardAddresses(): Promise<readonly string[]>;
  /** This machine's full name, or '' when it has none. */
  hostName(): string;
  /** Who listens on a TCP port of this machine. */
  listeners(port: number, protocol?: Protocol): Promise<readonly Listener[]>;
}

/** Where a server listens. */
export interface Endpoint {
  readonly address: string;
  readonly port: number;
}

/**
 * Sends one message in bytes and takes one answer, for protocols that are no text, such as DNS. Throws an Error with a
 * plain reason ("no answer within 2 s", "connection refused").
 */
export interface Exchange {
  /**
   * By UDP. Only what comes from the server itself is looked at, and what is no answer is passed over.
   * @param isAnswer whether these bytes answer the message
   */
  datagram(
    server: Endpoint,
    message: Uint8Array,
    isAnswer: (bytes: Uint8Array) => boolean,
    seconds: number,
  ): Promise<Uint8Array>;
  /**
   * By TCP, on a connection of its own.
   * @param isComplete whether these bytes, all that came so far, are the whole answer
   */
  stream(
    server: Endpoint,
    message: Uint8Array,
    isComplete: (bytes: Uint8Array) => boolean,
    seconds: number,
  ): Promise<Uint8Array>;
}

/** The format that a template's values are escaped for; `zone` and `bind` are BIND's zone files and its named.conf. */
export type TextFormat = 'xml' | 'slapd' | 'json' | 'zone' | 'bind' | 'text';

/** Renders the templates below `templates/`. */
export interface Renderer {
  /** Throws `render-failed` on an undefined value and on a value that the format cannot express. */
  render(template: string, format: TextFormat, values: Readonly<Record<string, unknown>>): Promise<string>;
  /** The text of a file that is shipped as it is (a program, a schema), below `templates/` or `dist/`. */
  shipped(path: string): Promise<string>;
  /**
   * What is wrong with a text that is to stand in a file of this name, in words and with the line: that of a rendered
   * `.xml` file is checked the same way. Null when nothing is, and of files that have no form of their own.
   */
  problemOf(path: string, text: string): string | null;
}

/** The secrets that the panel makes for the daemons. */
export interface Secrets {
  /** The secret of this name; made (hex characters from a CSPRNG, 32 or so many) and kept when there is none yet. */
  named(name: string, characters?: number): Promise<Secret>;
  /** Every secret that there is, for redacting what is shown. */
  all(): Promise<readonly Secret[]>;
}

/**
 * Certificates and their keys. Keys go in and come out for rendering only; in the panel that is not root what comes out
 * has the key masked, so what must see the key is asked here.
 */
export interface Certificates {
  /**
   * PEM: the certificate, then its chain in order, then the key. Null when there is none.
   * @throws PanelError `certificate-unusable` when there is something that cannot be served, or that this reader is not
   *   allowed
   */
  read(source: CertificateSource, reader: CertificateReader): Promise<string | null>;
  /** What the first certificate of a PEM text says; null when there is none that can be read. */
  facts(pem: string): CertificateFacts | null;
  /**
   * Looks at a source's certificate and key. Does not throw because of what it finds.
   * @param hosts names that it should be for, as the DNS writes them
   */
  examine(source: CertificateSource, hosts: readonly string[]): Promise<CertificateReport>;
  /**
   * Makes a self-signed certificate (EC P-256) and its key for source `own`; what was there is kept in the backups.
   * @param domain and further hosts, as the DNS writes them
   * @throws PanelError `command-failed`
   */
  make(domain: string, hosts: readonly string[]): Promise<void>;
  /** Keeps what was uploaded, put in order and the key without a passphrase, unless it could not be served. */
  keep(upload: CertificateUpload): Promise<KeptCertificate>;
  /** Removes what was uploaded under this id. */
  forget(id: string): Promise<void>;
}

/** One JSON document of the panel, replaced atomically. */
export interface Document {
  /** Its content, or null when it was never written. */
  read(): Promise<unknown>;
  write(content: unknown): Promise<void>;
}

/** The panel's own documents, 0600 in its own folder. */
export interface Store {
  document(name: string): Document;
}

/** One line of the audit log. */
export interface AuditRecord {
  /** ISO 8601. */
  readonly when: string;
  readonly who: string;
  /** The address that the request came from, or ''. */
  readonly from: string;
  /** The number of the browser session, or ''. */
  readonly session: string;
  /** What was done: "Domain Name of Jabber changed". */
  readonly what: string;
  readonly before: string;
  readonly after: string;
  /** "done", or why not. */
  readonly outcome: string;
}

/** The audit log: lines are added and never rewritten; the oldest files go when there are too many. */
export interface AuditLog {
  /**
   * Makes sure that a record can be written next, also when the disk becomes full meanwhile. Throws when it cannot.
   */
  prepare(): Promise<void>;
  /** On the disk when this returns. */
  append(record: AuditRecord): Promise<void>;
  /** The latest records, the newest first. */
  latest(count: number): Promise<readonly AuditRecord[]>;
}

/** Time. `monotonic` is for durations: it never jumps. */
export interface Clock {
  now(): Date;
  /** Milliseconds since some fixed moment. */
  monotonic(): number;
  sleep(milliseconds: number): Promise<void>;
}

/** The panel's own log: one line an event, never a secret. */
export interface Log {
  info(message: string): void;
  error(message: string): void;
}

/** A unit or an init script with which the operating system runs daemons that the panel runs itself. */
export interface DistributionUnit {
  /** `jabberd-sm.service`, or the bare name of an init script: `jabberd2`. */
  readonly name: string;
  /** It is started when the machine starts. */
  readonly enabled: boolean;
  /** It runs now. */
  readonly active: boolean;
}

/** What the operating system itself runs of the chat server's daemons. Only these fixed names are ever touched. */
export interface Distribution {
  /** What runs or would start by itself, and can be turned off from here. Empty when there is nothing to do. */
  units(): Promise<readonly DistributionUnit[]>;
  /** Stops them and keeps them from starting; how they were is remembered first. Nothing happens when there are none. */
  turnOff(): Promise<void>;
  /** Puts back, as they were, all that {@link turnOff} turned off. Nothing happens when it did nothing. */
  putBack(): Promise<void>;
  /** The chat server that somebody set up by hand, or null when there is none that may be read. */
  found(): Promise<FoundServer | null>;
  /**
   * Copies the SQLite database of such a server, whole as it is now, to a new file of the account `chat`.
   * @throws PanelError `command-failed`
   */
  copyDatabase(from: string, to: string): Promise<void>;
}

/** The router's port, which is ours to choose. */
export interface RouterPort {
  /**
   * Takes the next port that is free, for good: `layout.ports.router` is that one from then on. For a router that was
   * never started: the configuration of every daemon names it.
   */
  moveOn(): Promise<void>;
}

/** Everything that the machine offers. */
export interface Machine {
  readonly layout: Layout;
  readonly files: Files;
  readonly configuration: Configuration;
  readonly daemons: Daemons;
  readonly directory: Directory;
  readonly commands: Commands;
  readonly network: Network;
  readonly exchange: Exchange;
  readonly routerPort: RouterPort;
  readonly renderer: Renderer;
  readonly secrets: Secrets;
  readonly certificates: Certificates;
  readonly store: Store;
  readonly distribution: Distribution;
  readonly audit: AuditLog;
  readonly clock: Clock;
  readonly log: Log;
}
