import type { Clock, Log } from '../../../core/ports.js';
import { readable } from '../readable.js';

/** Milliseconds between two lines: anybody who chats can bring them about. */
const EVERY = 60_000;

/**
 * Says in the log that something for all users was dropped, since its client wrote the sender itself (it came from c2s, past
 * sm). At most once a minute, with how many there were meanwhile.
 */
export class Unbelieved {
  readonly #clock: Pick<Clock, 'monotonic'>;
  readonly #log: Pick<Log, 'info'>;
  #last = -Infinity;
  #unsaid = 0;

  constructor({ clock, log }: { readonly clock: Pick<Clock, 'monotonic'>; readonly log: Pick<Log, 'info'> }) {
    this.#clock = clock;
    this.#log = log;
  }

  /** @param sender as the client wrote it: not believed */
  note(sender: string): void {
    const now = this.#clock.monotonic();
    if (now - this.#last < EVERY) {
      this.#unsaid += 1;
      return;
    }
    const more = this.#unsaid === 0 ? '' : ` (${this.#unsaid} more since the last such line)`;
    this.#log.info(
      `dropped a message to all users: its client wrote the sender ${JSON.stringify(readable(sender))} itself, which anybody can do${more}`,
    );
    this.#last = now;
    this.#unsaid = 0;
  }
}
