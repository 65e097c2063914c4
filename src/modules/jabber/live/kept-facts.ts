import { z } from 'zod';
import type { Machine } from '../../../core/ports.js';
import { timeText } from '../../../core/log-line.js';
import { KeptDocument } from '../kept-document.js';
import type { SessionFacts } from './log-facts.js';

/** Sessions that are kept, and characters of a JID: a client chooses most of it. */
const MOST = 10_000;
const LONGEST_JID = 500;
/** Milliseconds between two writes. What is not written yet, the logs tell again. */
const WRITE_EVERY = 60_000;

const keptSchema = z.object({
  /** The time of the last line of sm's log that these facts know of. */
  place: z.string().max(40),
  sessions: z
    .array(
      z.object({
        jid: z.string().max(LONGEST_JID),
        starts: z.array(z.int().min(0)).max(6),
        since: z.int().min(0).nullable(),
        link: z.object({ address: z.string().max(100), isEncrypted: z.boolean() }).nullable(),
      }),
    )
    .max(MOST),
});
const nothing = { place: '', sessions: [] };

/** What is needed to keep facts. */
export type KeepingParts = Pick<Machine, 'store' | 'log' | 'clock'>;

/** Keeps what is known of sessions on the disk, for a panel that starts when the logs tell of them no more. */
export class KeptFacts {
  readonly #clock: KeepingParts['clock'];
  readonly #kept: KeptDocument<z.infer<typeof keptSchema>>;
  /** Monotonic milliseconds. */
  #written = -Infinity;

  constructor({ store, log, clock }: KeepingParts) {
    this.#clock = clock;
    const document = store.document('session-facts');
    this.#kept = new KeptDocument(document, keptSchema, log, 'what is known of the sessions');
  }

  /**
   * What was kept of sessions that began before these lines of sm's log, the oldest first. It counts only where the lines go
   * on from what was known then: between them another session of the same JID may have begun. Does not throw.
   */
  async before(lines: readonly string[]): Promise<readonly (readonly [string, SessionFacts])[]> {
    const { place, sessions } = (await this.#kept.read(nothing)) ?? nothing;
    const first = timeText(lines[0] ?? '');
    if (place === '' || first === '' || first > place) return [];
    return sessions.map(({ jid, ...facts }) => [jid, facts]);
  }

  /** Whether it is time to write again. */
  isDue(): boolean {
    return this.#kept.isRead && this.#clock.monotonic() - this.#written >= WRITE_EVERY;
  }

  /** Throws when it cannot be written. */
  async write(place: string, facts: ReadonlyMap<string, SessionFacts>): Promise<void> {
    this.#written = this.#clock.monotonic();
    const sessions = [...facts]
      .filter(([jid]) => jid.length <= LONGEST_JID)
      .slice(-MOST)
      .map(([jid, { starts, since, link }]) => ({ jid, starts: [...starts], since, link }));
    await this.#kept.write({ place, sessions });
  }
}
