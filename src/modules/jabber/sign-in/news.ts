import { z } from 'zod';
import type { Machine } from '../../../core/ports.js';
import type { SignIns } from '../../../core/people/lately.js';
import { isUserName } from '../../../core/user-name.js';
import { KeptDocument } from '../kept-document.js';
import { askSignIn } from './ask.js';
import { BoundedMap } from './bounded-map.js';
import { guessedSchema } from './guessing.js';
import type { Guessed } from './back-off.js';
import { NEWS } from './questions.js';
import type { Refused } from './recent.js';

/** Milliseconds between two writes of the last sign-ins. */
const WRITE_EVERY = 60_000;
/** Accounts whose last sign-in is kept. */
const ACCOUNTS = 100_000;

const time = z.int().min(0);
const newsSchema = z.object({
  signIns: z.array(z.tuple([z.string().refine(isUserName), time])).max(1000),
  refusals: z
    .array(
      z.object({
        name: z.string().max(200),
        reason: z.string().max(300),
        // An older service tells none.
        address: z.union([z.ipv4(), z.ipv6(), z.literal('')]).default(''),
        at: time,
      }),
    )
    .max(100),
  guessed: guessedSchema,
});
const keptSchema = z.object({
  users: z.array(z.tuple([z.string(), time])),
  /** Whether the sign-ins of the days before this record are among them. */
  hasEarlier: z.boolean().optional(),
  /** Sign-ins before this time are not asked for again: one of a deleted user may be among them. */
  forgotten: time.optional(),
});

type Part = Pick<Machine, 'network' | 'layout' | 'store' | 'clock' | 'log'>;

/**
 * What the chat sign-in tells: who was refused lately, at whose passwords strangers guess, and when each user last signed
 * in. The last sign-ins are kept on the disk, since the chat sign-in forgets them when it stops.
 */
export class SignInNews implements SignIns {
  readonly #machine: Part;
  readonly #kept: KeptDocument<z.infer<typeof keptSchema>>;
  readonly #lastSignIns = new BoundedMap<string, number>(ACCOUNTS);
  /** Null while the chat sign-in does not tell. */
  #told: { readonly refusals: readonly Refused[]; readonly guessed: readonly Guessed[] } | null = null;
  #isWritten = true;
  #hasEarlier = false;
  #forgotten = 0;
  /** Monotonic milliseconds of the last write. */
  #written = -Infinity;
  #looking = false;
  readonly #listeners: ((userName: string, at: number) => void)[] = [];

  constructor(machine: Part) {
    this.#machine = machine;
    const document = machine.store.document('last-sign-ins');
    this.#kept = new KeptDocument(document, keptSchema, machine.log, 'the last sign-ins');
  }

  /**
   * The sign-ins that were refused lately, the newest first; none of the panel's own. Null where that is not known: before
   * the first answer, while the chat sign-in does not answer, and where it is of a version that does not tell.
   */
  refusals(): readonly Refused[] | null {
    return this.#told?.refusals ?? null;
  }

  /** At whose passwords strangers guess, as far as the chat sign-in tells. */
  guessed(): readonly Guessed[] {
    return this.#told?.guessed ?? [];
  }

  /** When the user last signed in, in milliseconds since 1970; null where that is not known. */
  lastSignIn(userName: string): number | null {
    return this.#lastSignIns.get(userName) ?? null;
  }

  onSignIn(listener: (userName: string, at: number) => void): void {
    this.#listeners.push(listener);
  }

  /** Whether {@link takeEarlier} is due. A record that cannot be read now is not added to. Does not throw. */
  async lacksEarlier(): Promise<boolean> {
    await this.#read();
    return this.#kept.isRead && !this.#hasEarlier;
  }

  /**
   * Takes, once, when users signed in on the days before this record. What is known already is later.
   * @param signIns user name, milliseconds since 1970
   * @throws when it cannot be written: then it is still due
   */
  async takeEarlier(signIns: readonly (readonly [string, number])[]): Promise<void> {
    const known = [...this.#lastSignIns.entries()];
    const earlier = [...signIns].sort(([, one], [, other]) => one - other);
    for (const [name, at] of [...earlier, ...known]) this.#know(name, at);
    await this.#kept.write({ ...this.#content(), hasEarlier: true });
    this.#hasEarlier = true;
  }

  /** A user has another name: the last sign-in follows. */
  async renamed({ from, to }: { readonly from: string; readonly to: string }): Promise<void> {
    await this.#read();
    const at = this.#lastSignIns.get(from);
    if (at === undefined) return;
    this.#lastSignIns.delete(from);
    this.#note(to, at);
  }

  /** A user is deleted: the next user of that name did not sign in yet. Does not throw. */
  async forget(userName: string): Promise<void> {
    await this.look();
    const at = this.#lastSignIns.get(userName);
    if (at === undefined) return;
    if (at <= this.#machine.clock.now().getTime()) this.#forgotten = Math.max(this.#forgotten, at + 1);
    this.#lastSignIns.delete(userName);
    for (const listener of this.#listeners) listener(userName, 0);
    this.#isWritten = false;
    this.#written = -Infinity;
    await this.#write();
  }

  /** Asks the chat sign-in. One that does not answer, or an older one, tells nothing. Does not throw. */
  async look(): Promise<void> {
    if (this.#looking) return;
    this.#looking = true;
    try {
      await this.#read();
      await this.#ask();
      await this.#write();
    } finally {
      this.#looking = false;
    }
  }

  async #ask(): Promise<void> {
    try {
      const answer = await askSignIn(this.#machine, `${NEWS} ${this.#since()}`);
      // An older one answers `NO`, which is no JSON.
      const { signIns, refusals, guessed } = newsSchema.parse(JSON.parse(answer));
      this.#told = { refusals, guessed };
      for (const [name, at] of signIns) this.#note(name, at);
    } catch {
      // That it does not answer is shown beside the daemon itself.
      this.#told = null;
    }
  }

  /** The time of the latest sign-in that is known. One in the future is of a clock that ran ahead, and does not count. */
  #since(): number {
    const now = this.#machine.clock.now().getTime();
    let since = this.#forgotten;
    for (const [, at] of this.#lastSignIns.entries()) if (at <= now && at > since) since = at;
    return since;
  }

  #note(name: string, at: number): void {
    if (this.#lastSignIns.get(name) === at) return;
    this.#know(name, at);
    this.#isWritten = false;
  }

  #know(name: string, at: number): void {
    this.#lastSignIns.set(name, at);
    for (const listener of this.#listeners) listener(name, at);
  }

  async #read(): Promise<void> {
    if (this.#kept.isRead) return;
    const kept = await this.#kept.read({ users: [] });
    if (kept === null) return;
    this.#hasEarlier = kept.hasEarlier ?? false;
    this.#forgotten = kept.forgotten ?? 0;
    const newer = [...this.#lastSignIns.entries()];
    for (const [name, at] of kept.users) this.#know(name, at);
    for (const [name, at] of newer) this.#know(name, at);
  }

  #content(): z.infer<typeof keptSchema> {
    const forgotten = this.#forgotten === 0 ? {} : { forgotten: this.#forgotten };
    return { users: [...this.#lastSignIns.entries()], hasEarlier: this.#hasEarlier, ...forgotten };
  }

  async #write(): Promise<void> {
    const now = this.#machine.clock.monotonic();
    if (!this.#kept.isRead || this.#isWritten || now - this.#written < WRITE_EVERY) return;
    this.#written = now;
    try {
      await this.#kept.write(this.#content());
      this.#isWritten = true;
    } catch {
      // It is tried again in a minute; a full disk is shown on the panel's first page.
    }
  }
}
