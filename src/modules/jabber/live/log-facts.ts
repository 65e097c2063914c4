import { partsOf, timeText } from '../../../core/log-line.js';
import { ownText } from '../../../core/own-text.js';
import { addressOf } from '../log-tells.js';

/** Where a client connected from, and whether the connection is encrypted. */
export interface LinkFacts {
  readonly address: string;
  readonly isEncrypted: boolean;
}

/** What is known of a session; what is not known is null. */
export interface SessionFacts {
  /** Seconds since 1970 in which sm may have begun it, the likeliest first; empty where that is not known. */
  readonly starts: readonly number[];
  /** Milliseconds since 1970. */
  readonly since: number | null;
  readonly link: LinkFacts | null;
}

/** What a log said of a session: its JID, and each time when it began as c2s and sm wrote it. */
export interface BegunSession {
  readonly jid: string;
  /** Milliseconds since 1970: when the line came to the log. */
  readonly at: number;
  /** Seconds since 1970 in which sm may have begun it: its own time of the line, and the log's, each ± 1. */
  readonly starts: readonly number[];
}

/*
 * All of these hold the whole line, from its beginning: what a client calls its device stands at its end, and may be any
 * text, another line's too.
 */
const started = /^\[\w+\] session started: jid=(.+)$/;
const authenticated = /^\[\w+\] \[(\d+)\] PLAIN authentication succeeded: (\S+) (\S+):\d+ ?(TLS)?$/;
const bound = /^\[\w+\] \[(\d+)\] bound: jid=(.+)$/;
const connected = /^\[\w+\] \[(\d+)\] \[[^\]]+, port=\d+\] (?:connect$|disconnect )/;

/** sm's own date, by this machine's clock, to the second: `Thu Nov 26 19:55:31 2026`. */
const OWN_DATE = /^\S+ \S+ {1,2}(\w{3} \w{3} [ \d]\d [\d:]{8} \d{4}) /;

/** The sessions that these lines of sm's log say have begun, in their order. */
export function begunIn(lines: readonly string[]): readonly BegunSession[] {
  return lines.flatMap((line) => {
    const { at, text } = partsOf(line);
    const jid = started.exec(text)?.[1];
    if (jid === undefined || at === null) return [];
    const own = new Date(OWN_DATE.exec(line)?.[1] ?? NaN).getTime();
    const seconds = [own, at].filter((time) => !Number.isNaN(time)).map((time) => Math.floor(time / 1000));
    const starts = [...new Set(seconds.flatMap((second) => [second, second - 1, second + 1]))];
    return [{ jid: ownText(jid), at, starts }];
  });
}

/** Follows c2s's log: the number of a connection is used again once it has ended. */
export class LinkLog {
  /** Number → who signed in there, and from where. */
  readonly #numbers = new Map<string, LinkFacts & { readonly bareJid: string }>();

  /** Takes the next lines. Returns full JID → what the lines say of its connection; of two of one JID the later one. */
  take(lines: readonly string[]): ReadonlyMap<string, LinkFacts> {
    const found = new Map<string, LinkFacts>();
    for (const line of lines) this.#takeLine(partsOf(line).text, found);
    return found;
  }

  #takeLine(text: string, found: Map<string, LinkFacts>): void {
    const [, number = '', bareJid = '', address = '', tls = ''] = authenticated.exec(text) ?? [];
    if (number !== '') {
      this.#numbers.set(ownText(number), {
        bareJid: ownText(bareJid),
        address: ownText(addressOf(address)),
        isEncrypted: tls !== '',
      });
      return;
    }
    const [, boundNumber = '', jid = ''] = bound.exec(text) ?? [];
    const link = this.#numbers.get(boundNumber);
    if (link !== undefined) {
      if (jid.startsWith(`${link.bareJid}/`))
        found.set(jid, { address: link.address, isEncrypted: link.isEncrypted });
      return;
    }
    const free = connected.exec(text)?.[1];
    if (free !== undefined) this.#numbers.delete(free);
  }
}

/** Gives of the last lines of a log those that came since the last time. */
export class LogPlace {
  #place = '';

  /** The time of the last line that was given; `''` where there was none. */
  get place(): string {
    return this.#place;
  }

  /** @param lines oldest first */
  newIn(lines: readonly string[]): readonly string[] {
    const before = this.#place;
    const fresh = before === '' ? lines : lines.filter((line) => timeText(line) > before);
    this.#place = ownText(timeText(fresh.at(-1) ?? '')) || before;
    return fresh;
  }
}
