import { z } from 'zod';
import { Mutex } from '../../../core/mutex.js';
import type { Clock, Document, Machine } from '../../../core/ports.js';
import { moment, say, type Sentence } from '../../../core/words/sentence.js';

/** Names that are kept; of more the oldest go. */
const MOST = 10_000;

const schema = z.array(
  z.object({
    name: z.string(),
    /** Who has it now, under which name. */
    user: z.string(),
    /** ISO 8601; null for ever. */
    until: z.iso.datetime().nullable(),
  }),
);

/** What is read here of the rename that is not finished; see renaming.ts. */
const renamingSchema = z.object({ from: z.string(), to: z.string() }).nullable();

type Blocked = z.infer<typeof schema>[number];

/** Names that users had before: nobody else gets one for a time, and with it messages that were meant for another user. */
export class BlockedNames {
  readonly #document: Document;
  readonly #clock: Pick<Clock, 'now'>;
  /** The rename that is not finished: nobody else gets one of its names. */
  readonly #renaming: Pick<Document, 'read'>;
  readonly #mutex = new Mutex();

  constructor({ store, clock }: Pick<Machine, 'store' | 'clock'>) {
    this.#document = store.document('blocked-names');
    this.#renaming = store.document('renaming');
    this.#clock = clock;
  }

  /**
   * Why a name cannot be given, or null.
   * @param user who is to have it: the name of old may be taken back
   * @throws when the list cannot be read
   */
  async problem(name: string, user = ''): Promise<Sentence | null> {
    const rename = renamingSchema.parse(await this.#renaming.read());
    if (rename !== null && [rename.from, rename.to].includes(name)) return ANOTHER;
    const blocked = (await this.#read()).find((one) => one.name === name);
    if (blocked === undefined || blocked.user === user) return null;
    return blocked.until === null
      ? say`This was the name of ${{ user: blocked.user }} before, and is blocked.`
      : say`This was the name of ${{ user: blocked.user }} before, and is blocked until ${{ time: moment(blocked.until, 'day') }}.`;
  }

  /**
   * Blocks the old name of a user, and gives the new one free: names before it follow the user.
   * @param until ISO 8601; null for ever
   * @throws when it cannot be written
   */
  async block(name: string, user: string, until: string | null): Promise<void> {
    await this.#mutex.run(async () => {
      const others = (await this.#read()).filter((one) => one.name !== name && one.name !== user);
      const followed = others.map((one) => (one.user === name ? { ...one, user } : one));
      await this.#document.write([...followed, { name, user, until }].slice(-MOST));
    });
  }

  async #read(): Promise<readonly Blocked[]> {
    const now = this.#clock.now().toISOString();
    return schema
      .parse((await this.#document.read()) ?? [])
      .filter(({ until }) => until === null || until > now);
  }
}

/** Why no user can be renamed while the panel renames one. */
export const ANOTHER = say`Another user is being renamed at the moment.`;
