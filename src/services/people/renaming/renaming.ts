import { z } from 'zod';
import { Mutex } from '../../../core/mutex.js';
import type { Directory, Document, Machine } from '../../../core/ports.js';
import { settingsSchema } from '../../../core/setting-value.js';
import type { User } from '../../../core/user.js';
import { allOf, say, type Sentence } from '../../../core/words/sentence.js';
import { PanelError, reasonOf, Trouble, troubleOf } from '../../../errors.js';
import { thePanel, type AuditTrail } from '../../records/audit-trail.js';
import type { DraftSettings } from '../../saving/draft-settings.js';
import type { NameKeeping } from '../name-keeping.js';
import type { SessionWatch } from '../session-watch.js';
import type { Users } from '../users.js';
import type { BlockedNames } from './blocked-names.js';
import { asItIs, openAgain, renameEntry } from './renamed-entry.js';

const schema = z
  .object({
    from: z.string(),
    to: z.string(),
    entryUuid: z.string(),
    /** Module → what the account was before. */
    accounts: z.record(z.string(), settingsSchema),
    /** Until when nobody else gets the old name, as ISO 8601; null for ever. */
    until: z.iso.datetime().nullable(),
  })
  .nullable();

/** A user who gets another name. */
export type Rename = NonNullable<z.infer<typeof schema>>;

/** What is needed to give a user another name. */
export interface RenamingParts {
  readonly machine: Pick<Machine, 'log' | 'store'> & {
    readonly directory: Pick<Directory, 'search' | 'rename' | 'modify'>;
  };
  readonly users: Pick<Users, 'parts'>;
  readonly names: Pick<NameKeeping, 'rename' | 'welcome'>;
  readonly sessionWatch: Pick<SessionWatch, 'end'>;
  readonly blocked: BlockedNames;
  readonly draft: Pick<DraftSettings, 'refreshWatched'>;
  readonly audit: Pick<AuditTrail, 'record'>;
}

/**
 * Gives users another name, one at a time. What is wanted is on disk before anything is done; a panel that was killed, or a
 * service that did not answer, goes on with it at the next look. Every step may be done again. Until the last one the user
 * can sign in under neither name, so nothing changes under the panel's hands.
 */
export class Renaming {
  readonly #parts: RenamingParts;
  readonly #document: Document;
  readonly #mutex = new Mutex();
  #trouble: Sentence | null = null;

  constructor(parts: RenamingParts) {
    this.#parts = parts;
    this.#document = parts.machine.store.document('renaming');
  }

  /** The one that is not finished, with why; null where there is none. Throws when it cannot be read. */
  async unfinished(): Promise<(Rename & { readonly reason: Sentence | null }) | null> {
    const rename = schema.parse(await this.#document.read());
    return rename === null ? null : { ...rename, reason: this.#trouble };
  }

  /**
   * Begins, and goes on to the end if it can.
   * @param until until when nobody else gets the old name, as ISO 8601; null for ever
   * @param begun called when it is begun
   * @returns what did not follow; or why it is not finished yet
   * @throws PanelError; then nothing was done
   */
  start(
    user: User,
    to: string,
    until: string | null,
    begun: () => Promise<void>,
  ): Promise<{ readonly left: readonly Sentence[] } | { readonly unfinished: Sentence }> {
    return this.#mutex.run(async () => {
      const { machine, users } = this.#parts;
      if ((await this.unfinished()) !== null) throw new PanelError('renaming');
      const from = user.userName;
      const rename = {
        ...{ from, to, until },
        ...(await asItIs(machine.directory, users.parts, from)),
      };
      await this.#document.write(rename);
      try {
        await renameEntry(machine.directory, users.parts, rename);
      } catch (error) {
        // It is not known whether the directory did it: then it goes on. What it refused is not begun.
        if (!(error instanceof PanelError) || !REFUSED.includes(error.code)) {
          await begun();
          return { unfinished: this.#note(error) };
        }
        await this.#document.write(null);
        throw error;
      }
      await begun();
      try {
        return { left: await this.#carryOut(rename) };
      } catch (error) {
        return { unfinished: this.#note(error) };
      }
    });
  }

  /** Goes on with the one that is not finished. What cannot be done now is tried at a later look. Does not throw. */
  async look(): Promise<void> {
    await this.#mutex.run(async () => {
      try {
        const rename = await this.unfinished();
        if (rename === null) return;
        const left = await this.#carryOut(rename);
        const { from, to } = rename;
        await this.#parts.audit.record(thePanel, {
          what: say`User ${{ user: from }} renamed to ${{ name: to }}: finished`,
          ...(left.length === 0 ? {} : { outcome: say`did not follow: ${{ list: allOf(left) }}` }),
        });
      } catch (error) {
        this.#note(error);
      }
    });
  }

  async #carryOut(rename: Rename): Promise<readonly Sentence[]> {
    const { machine, users, names, sessionWatch, blocked, draft } = this.#parts;
    const { from, to, until, accounts } = rename;
    try {
      await renameEntry(machine.directory, users.parts, rename);
    } catch (error) {
      if (!(error instanceof PanelError) || error.code !== 'directory-no-such-entry') throw error;
      await this.#document.write(null);
      throw new Trouble(say`The user ${{ user: to }} was deleted meanwhile.`);
    }
    await sessionWatch.end(from);
    const left = await names.rename({ from, to });
    await blocked.block(from, to, until);
    await openAgain(machine.directory, users.parts, rename, accounts);
    await this.#document.write(null);
    this.#trouble = null;
    await names.welcome(to);
    await draft.refreshWatched();
    return left;
  }

  /** Trouble is logged once, not at every look. */
  #note(error: unknown): Sentence {
    const trouble = troubleOf(error);
    const isNew = this.#trouble === null || reasonOf(new Trouble(this.#trouble)) !== reasonOf(error);
    if (isNew) this.#parts.machine.log.error(`a user's new name is not finished: ${reasonOf(error)}`);
    this.#trouble = trouble;
    return trouble;
  }
}

/** What the directory says when it did nothing. */
const REFUSED = [
  'directory-no-such-entry',
  'directory-entry-exists',
  'directory-refused',
  'directory-unreachable',
];
