import { partsOf } from '../../../core/log-line.js';
import { addressOf } from '../log-tells.js';
import { socketFailure, type FailureKind } from './failure-words.js';

/** Domains whose last failure is kept; the oldest go first. */
const MOST_FAILURES = 200;
/** Connections that are followed at once, since s2s has fewer file descriptors, and links that are told. */
const MOST_LINKS = 5000;
/** Domains that are told of one connection: a stranger can prove as many as his DNS has names. */
const MOST_DOMAINS = 50;

/** Which side opened a connection: jabberd2 sends on its own, and receives on the other's. */
export type Direction = 'in' | 'out';

/** A connection with another server whose domain is proved. */
export interface ServerLink {
  readonly domain: string;
  readonly direction: Direction;
  readonly address: string;
  /** At the other end. */
  readonly port: number;
  /** Milliseconds since 1970: when the domain was proved. */
  readonly since: number;
  readonly isEncrypted: boolean;
}

/** The last thing that went wrong with another server. */
export interface ServerFailure {
  readonly domain: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly kind: FailureKind;
}

interface OpenLink {
  readonly direction: Direction;
  readonly address: string;
  readonly port: number;
  /** Whom an outgoing one is for. */
  readonly target: string;
  /** Of an outgoing one: the other side was asked to believe in this domain, and has not answered. */
  isAsking: boolean;
  /** Domain → since when it is proved. */
  readonly proved: Map<string, Pick<ServerLink, 'since' | 'isEncrypted'>>;
}

/*
 * Each holds the whole line: a domain in it is what a stranger calls himself, and may be another line's text. A name with
 * a space, a quote or a slash in it is no domain, and its line is passed over.
 */
const DOMAIN = String.raw`([^\s'"/\[\]]{1,255})`;
const ROUTE = String.raw`'[^\s'"/\[\]]{1,255}/${DOMAIN}'`;
const link = /^\[\w+\] \[(-?\d+)\] \[([^\s\],]+), port=(\d+)\] (.+)$/;
const outgoing = new RegExp(`^outgoing connection for '${DOMAIN}'$`);
const proved = new RegExp(
  `^(?:incoming|outgoing) route ${ROUTE} is now valid ?((?:(?:TLS|ZLIB|WS)(?:,|$))*)$`,
);
const refuted = new RegExp(`^(incoming|outgoing) route ${ROUTE} is now invalid$`);
const late = new RegExp(`^dialback for (?:incoming|outgoing) route ${ROUTE} timed out$`);
const notInTime = new RegExp(`^connection to ${DOMAIN} timed out$`);

/** Of lines that name no connection. */
const ofDomains: readonly (readonly [RegExp, FailureKind])[] = [
  [new RegExp(`^\\[\\w+\\] dns lookup for ${DOMAIN} failed$`), 'unknown-name'],
  [new RegExp(`^\\[\\w+\\] dns lookup for ${DOMAIN} timed out$`), 'no-dns'],
  [
    new RegExp(`^\\[\\w+\\] sending a packet to domain not in the whitelist ${DOMAIN}, dropping it$`),
    'not-allowed-out',
  ],
  [
    new RegExp(`^\\[\\w+\\] received a packet not from a whitelisted domain ${DOMAIN}, dropping it$`),
    'not-allowed-in',
  ],
];

/** Follows s2s's log (s2s/in.c, out.c and main.c): s2s answers no question about its connections. */
export class ServerLog {
  /** By s2s's number, which is used again once a connection has ended. */
  readonly #open = new Map<string, OpenLink>();
  /** The latest last. */
  readonly #failures = new Map<string, ServerFailure>();

  /** Takes the next lines, oldest first. */
  take(lines: readonly string[]): void {
    for (const line of lines) {
      const { at, text } = partsOf(line);
      if (at !== null) this.#takeLine(text, at);
    }
  }

  /** The connections with domains that are proved, as far as the log tells. */
  links(): readonly ServerLink[] {
    const links: ServerLink[] = [];
    for (const { direction, address, port, proved } of this.#open.values())
      for (const [domain, { since, isEncrypted }] of proved)
        if (links.length < MOST_LINKS) links.push({ domain, direction, address, port, since, isEncrypted });
    return links;
  }

  /** The last failure of each domain, the latest first. */
  failures(): readonly ServerFailure[] {
    return [...this.#failures.values()].reverse();
  }

  #takeLine(text: string, at: number): void {
    // The numbers of an earlier process mean nothing to the next one.
    if (/^\[\w+\] starting up/.test(text)) this.#open.clear();
    for (const [pattern, kind] of ofDomains) {
      const domain = pattern.exec(text)?.[1];
      if (domain !== undefined) this.#failed(domain, at, kind);
    }
    const [, number = '', address = '', port = '', said = ''] = link.exec(text) ?? [];
    if (number === '') return;
    const peer = { address: addressOf(address), port: Number(port) };
    const target = outgoing.exec(said)?.[1];
    if (said === 'incoming connection') this.#opened(number, { direction: 'in', ...peer, target: '' });
    else if (target !== undefined) this.#opened(number, { direction: 'out', ...peer, target });
    else this.#takeOf(number, said, at);
  }

  #opened(number: string, opened: Omit<OpenLink, 'proved' | 'isAsking'>): void {
    if (this.#open.size < MOST_LINKS)
      this.#open.set(number, { ...opened, isAsking: false, proved: new Map() });
  }

  #takeOf(number: string, said: string, at: number): void {
    const there = this.#open.get(number);
    const [, domain = '', flags = ''] = proved.exec(said) ?? [];
    if (there !== undefined && domain !== '') {
      if (there.proved.size < MOST_DOMAINS || there.proved.has(domain))
        there.proved.set(domain, { since: at, isEncrypted: flags.includes('TLS') });
      there.isAsking = false;
    }
    const [, direction = '', refused = ''] = refuted.exec(said) ?? [];
    if (refused !== '')
      this.#failed(refused, at, direction === 'incoming' ? 'not-verified-here' : 'not-verified-there');
    const unfinished = late.exec(said)?.[1] ?? '';
    if (unfinished !== '') this.#failed(unfinished, at, 'verification-late');
    if (there !== undefined && `${refused}${unfinished}` !== '') there.isAsking = false;
    const slow = notInTime.exec(said)?.[1];
    if (slow !== undefined) this.#failed(slow, at, 'no-answer');
    if (there?.direction === 'out') this.#takeTrouble(there, said, at);
    if (said.startsWith('disconnect, packets: ')) this.#open.delete(number);
  }

  #takeTrouble(there: OpenLink, said: string, at: number): void {
    if (said.startsWith('sending dialback auth request for route ')) there.isAsking = true;
    const reason = /^(?:read|write) error: (.*)$/.exec(said)?.[1];
    if (reason !== undefined) this.#failed(there.target, at, socketFailure(reason));
    const isEnd = said.startsWith('disconnect, packets: ');
    // A server that goes or complains while the domain is in question does not believe in it.
    if (there.isAsking && (isEnd || said.startsWith('error: '))) {
      this.#failed(there.target, at, 'not-verified-there');
      there.isAsking = false;
    } else if (said.startsWith('error: Stream error ')) this.#failed(there.target, at, 'stream');
  }

  #failed(domain: string, at: number, kind: FailureKind): void {
    this.#failures.delete(domain);
    this.#failures.set(domain, { domain, at, kind });
    const [oldest] = this.#failures.keys();
    if (this.#failures.size > MOST_FAILURES && oldest !== undefined) this.#failures.delete(oldest);
  }
}
