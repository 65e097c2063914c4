import { z } from 'zod';
import type { Machine } from '../../../core/ports.js';
import { isUserName } from '../../../core/user-name.js';
import { askSignIn } from './ask.js';
import { BoundedMap } from './bounded-map.js';
import { guessedSchema } from './guessing.js';
import type { Guessed } from './back-off.js';
import { NEWS } from './questions.js';
import type { Refused } from './recent.js';

/** Milliseconds between two writes of the last sign-ins. */
const WRITE_EVERY = 60_000;
/** Accounts whose last sign-in is kept. */
const ACCOUNTS = 10_000;

const time = z.int().min(0);
const newsSchema = z.object({
  signIns: z.array(z.tuple([z.string().refine(isUserName), time])).max(1000),
  refusals: z.array(z.object({ name: z.string().max(200), reason: z.string().max(300), at: time })).max(100),
  guessed: guessedSchema,
});
const keptSchema = z.object({ users: z.array(z.tuple([z.string(), time])) });

type Part = Pick<Machine, 'network' | 'layout' | 'store' | 'clock'>;

/**
 * What the chat sign-in tells: who was refused lately, at whose passwords strangers guess, and when each user last signed
 * in. The last sign-ins are kept on the disk, since the chat sign-in forgets them when it stops.
 */
export class SignInNews {
  readonly #machine: Part;
  readonly #lastSignIns = new BoundedMap<string, number>(ACCOUNTS);
  #refusals: readonly Refused[] = [];
  #guessed: readonly Guessed[] = [];
  /** The time of the latest sign-in that is known. */
  #since = 0;
  #wasRead = false;
  #isWritten = true;
  /** Monotonic milliseconds of the last write. */
  #written = -Infinity;
  #looking = false;

  constructor(machine: Part) {
    this.#machine = machine;
  }

  /** The sign-ins that were refused lately, the newest first; none of the panel's own. */
  refusals(): readonly Refused[] {
    return this.#refusals;
  }

  /** At whose passwords strangers guess. */
  guessed(): readonly Guessed[] {
    return this.#guessed;
  }

  /** When the user last signed in, in milliseconds since 1970; null where that is not known. */
  lastSignIn(userName: string): number | null {
    return this.#lastSignIns.get(userName) ?? null;
  }

  /** Asks the chat sign-in. One that does not answer, or an older one, tells nothing. Does not throw. */
  async look(): Promise<void> {
    if (this.#looking) return;
    this.#looking = true;
    try {
      await this.#read();
      const answer = await askSignIn(this.#machine, `${NEWS} ${this.#since}`);
      if (answer === 'NO') return;
      const { signIns, refusals, guessed } = newsSchema.parse(JSON.parse(answer));
      [this.#refusals, this.#guessed] = [refusals, guessed];
      for (const [name, at] of signIns) this.#note(name, at);
      await this.#write();
    } catch {
      // That it does not answer is shown beside the daemon itself.
    } finally {
      this.#looking = false;
    }
  }

  #note(name: string, at: number): void {
    this.#since = Math.max(this.#since, at);
    if (this.#lastSignIns.get(name) === at) return;
    this.#lastSignIns.set(name, at);
    this.#isWritten = false;
  }

  async #read(): Promise<void> {
    if (this.#wasRead) return;
    const kept = keptSchema.safeParse(
      // A damaged file is begun anew.
      await this.#document()
        .read()
        .catch(() => null),
    );
    for (const [name, at] of kept.data?.users ?? []) this.#note(name, at);
    [this.#wasRead, this.#isWritten] = [true, true];
  }

  async #write(): Promise<void> {
    const now = this.#machine.clock.monotonic();
    if (this.#isWritten || now - this.#written < WRITE_EVERY) return;
    [this.#written, this.#isWritten] = [now, true];
    await this.#document().write({ users: [...this.#lastSignIns.entries()] });
  }

  #document() {
    return this.#machine.store.document('last-sign-ins');
  }
}
