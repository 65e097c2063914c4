import { z } from 'zod';
import { Mutex } from '../../../../core/mutex.js';
import type { NameChange } from '../../../../core/module/index.js';
import type { Machine } from '../../../../core/ports.js';
import { say } from '../../../../core/words/sentence.js';
import { PanelError } from '../../../../errors.js';
import { KeptDocument } from '../../kept-document.js';

/** Users who were invited and are remembered; the first ones go when there are more. */
const MOST_INVITED = 200_000;

const chosenSchema = z.strictObject({
  /** The room's JID. */
  jid: z.string(),
  /** What the invitation says, or `''`. */
  words: z.string(),
  who: z.string(),
  /** ISO 8601. */
  when: z.iso.datetime(),
  /** Whether it ended since: another room of its name is not the one that was chosen. */
  ended: z.boolean(),
});

const keptSchema = z.strictObject({ chosen: chosenSchema.nullable(), invited: z.array(z.string()) });

/** The room to which everybody who signs in is invited. */
export type ChosenRoom = Readonly<z.infer<typeof chosenSchema>>;

interface Kept {
  readonly chosen: ChosenRoom | null;
  /** User names. */
  readonly invited: ReadonlySet<string>;
}

/** The default room and who was invited to it, kept on disk. */
export class DefaultRoom {
  readonly #document: KeptDocument<z.infer<typeof keptSchema>>;
  readonly #mutex = new Mutex();
  #kept: Kept | null = null;

  constructor({ store, log }: Pick<Machine, 'store' | 'log'>) {
    this.#document = new KeptDocument(store.document('default-room'), keptSchema, log, 'the default room');
  }

  /** The default room; null where none was chosen. Throws PanelError `not-in-time` when that cannot be read. */
  async chosen(): Promise<ChosenRoom | null> {
    return (await this.#mutex.run(() => this.#read())).chosen;
  }

  /** The names of the users who were invited since it was chosen. Throws as {@link chosen} does. */
  async invited(): Promise<ReadonlySet<string>> {
    return (await this.#mutex.run(() => this.#read())).invited;
  }

  /** Chooses a room, for which everybody is invited anew, or none. Throws when that cannot be kept. */
  choose(chosen: ChosenRoom | null): Promise<void> {
    return this.#change(() => ({ chosen, invited: new Set() }));
  }

  /** Remembers that users were invited to the room that was chosen then. */
  mark({ when }: ChosenRoom, userNames: readonly string[]): Promise<void> {
    return this.#change((kept) => {
      if (kept.chosen?.when !== when) return kept;
      const invited = [...kept.invited, ...userNames].slice(-MOST_INVITED);
      return { ...kept, invited: new Set(invited) };
    });
  }

  /** The room that was chosen then is not there any more: nobody is invited until a room is chosen again. */
  end({ when }: ChosenRoom): Promise<void> {
    return this.#change((kept) =>
      kept.chosen?.when === when ? { ...kept, chosen: { ...kept.chosen, ended: true } } : kept,
    );
  }

  /** Forgets that a user was invited: the name may be another person’s soon. */
  forget(userName: string): Promise<void> {
    return this.#change((kept) =>
      kept.invited.has(userName)
        ? { ...kept, invited: new Set([...kept.invited].filter((name) => name !== userName)) }
        : kept,
    );
  }

  /** A user who was invited has another name. */
  renamed({ from, to }: NameChange): Promise<void> {
    return this.#change((kept) =>
      kept.invited.has(from)
        ? { ...kept, invited: new Set([...kept.invited].map((name) => (name === from ? to : name))) }
        : kept,
    );
  }

  #change(change: (kept: Kept) => Kept): Promise<void> {
    return this.#mutex.run(async () => {
      const before = await this.#read();
      const after = change(before);
      if (after === before) return;
      await this.#document.write({ chosen: after.chosen, invited: [...after.invited] });
      this.#kept = after;
    });
  }

  async #read(): Promise<Kept> {
    if (this.#kept !== null) return this.#kept;
    const stored = await this.#document.read({ chosen: null, invited: [] });
    if (stored === null)
      throw new PanelError('not-in-time', { reason: say`Which room is the default room cannot be read` });
    this.#kept = { chosen: stored.chosen, invited: new Set(stored.invited) };
    return this.#kept;
  }
}

const known = new WeakMap<Machine, DefaultRoom>();

/** The default room of this machine's chat server: one object for each machine. */
export function defaultRoomOf(machine: Machine): DefaultRoom {
  const there = known.get(machine) ?? new DefaultRoom(machine);
  known.set(machine, there);
  return there;
}
