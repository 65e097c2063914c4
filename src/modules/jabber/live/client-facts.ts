import { ownText } from '../../../core/own-text.js';
import { readable } from '../readable.js';
import type { Clock } from '../../../core/ports.js';
import type { ClientQuestions, ClientVersion } from '../xmpp/client-questions.js';

/** Seconds that a client may take. */
const SECONDS = 5;
/** Clients that are asked at once; further ones are asked the next time. */
const AT_ONCE = 50;
/** Milliseconds for which the answer how long a client was not used counts. */
const IDLE_LASTS = 10_000;
/** Characters that are kept of a name, and of a version. */
const LONGEST = 40;

/** What a client said of itself. */
export interface ClientFacts {
  /** `Pidgin 2.14.12`; `''` where it does not say. */
  readonly software: string;
  /** Seconds for which nobody used it, as it said lately; null where that is not known. */
  readonly idle: number | null;
}

interface Idle {
  /** Null while it is asked, and where it does not say. */
  readonly seconds: number | null;
  /** Monotonic milliseconds. */
  readonly at: number;
}

/** What the clients of the sessions that are there said of themselves. */
export class ClientAnswers {
  readonly #questions: Pick<ClientQuestions, 'version' | 'idle'>;
  readonly #clock: Pick<Clock, 'monotonic'>;
  readonly #software = new Map<string, string>();
  readonly #idle = new Map<string, Idle>();
  #underWay = 0;

  constructor(questions: Pick<ClientQuestions, 'version' | 'idle'>, clock: Pick<Clock, 'monotonic'>) {
    this.#questions = questions;
    this.#clock = clock;
  }

  of(jid: string): ClientFacts {
    return { software: this.#software.get(jid) ?? '', idle: this.#idle.get(jid)?.seconds ?? null };
  }

  /** Forgets what clients said that are there no longer. */
  keepOnly(there: ReadonlySet<string>): void {
    for (const kept of [this.#software, this.#idle])
      for (const jid of kept.keys()) if (!there.has(jid)) kept.delete(jid);
  }

  /** Forgets what the client of an earlier session of this JID said. */
  forget(jid: string): void {
    this.#software.delete(jid);
    this.#idle.delete(jid);
  }

  /** Asks which software these clients are, each once. Returns when they answered, or did not. Does not throw. */
  async askSoftware(domain: string, jids: readonly string[]): Promise<void> {
    await this.#ask(
      jids.filter((jid) => !this.#software.has(jid)),
      async (jid) => {
        this.#software.set(ownText(jid), '');
        const version = await this.#questions.version(domain, jid, SECONDS);
        if (this.#software.has(jid)) this.#software.set(jid, softwareOf(version));
      },
    );
  }

  /** Asks for how long these clients were not used, where that is not known of now. As {@link askSoftware}. */
  async askIdle(domain: string, jids: readonly string[]): Promise<void> {
    const now = this.#clock.monotonic();
    await this.#ask(
      jids.filter((jid) => now - (this.#idle.get(jid)?.at ?? -Infinity) > IDLE_LASTS),
      async (jid) => {
        this.#idle.set(ownText(jid), { seconds: this.#idle.get(jid)?.seconds ?? null, at: now });
        const seconds = await this.#questions.idle(domain, jid, SECONDS).catch(() => null);
        if (this.#idle.has(jid)) this.#idle.set(jid, { seconds, at: now });
      },
    );
  }

  async #ask(jids: readonly string[], ask: (jid: string) => Promise<void>): Promise<void> {
    const asked = jids.slice(0, Math.max(0, AT_ONCE - this.#underWay));
    this.#underWay += asked.length;
    const one = (jid: string): Promise<void> =>
      ask(jid)
        .catch(() => undefined)
        .finally(() => (this.#underWay -= 1));
    await Promise.all(asked.map(one));
  }
}

function softwareOf({ name, version }: ClientVersion): string {
  return [name, version]
    .map((text) => readable(text, { longest: LONGEST }))
    .filter((text) => text !== '')
    .join(' ');
}
