import type { Deed, Doing } from '../../../core/act.js';
import { allOf, many, passage, quantity, say, type Sentence } from '../../../core/words/sentence.js';
import { PanelError, troubleOf } from '../../../errors.js';
import type { ImportItem } from './import-item.js';
import type { ImportJournal, ImportProgress } from './import-journal.js';
import type { PersonWriter } from './write-person.js';

/** After so many people it is written down how far the import has come: as many are looked at anew after a kill. */
const BATCH = 20;

/** When the directory refuses so many people one after the other, something is wrong with it, and not with them. */
const REFUSED = 20;

/** What a run needs. */
export interface RunParts {
  readonly journal: Pick<ImportJournal, 'keepProgress'>;
  readonly writer: Pick<PersonWriter, 'write' | 'isThere'>;
  /** Throws when nothing can be written down any more. */
  readonly prepare: () => Promise<void>;
  readonly doing: Doing;
}

/** Writes the people of an import one after the other: only one password is hashed at a time, so that the services keep a processor. */
export class ImportRun {
  readonly #parts: RunParts;
  readonly #items: readonly ImportItem[];
  #progress: ImportProgress;
  #isStopping = false;
  /** How many the directory has refused one after the other. */
  #refused = 0;
  /** What was done since the last batch. */
  #added: string[] = [];
  #deeds: Deed[] = [];

  constructor(parts: RunParts, items: readonly ImportItem[], progress: ImportProgress) {
    this.#parts = parts;
    this.#items = items;
    this.#progress = progress;
  }

  progress(): ImportProgress {
    return this.#progress;
  }

  /** Ends the run after the person who is written just now. */
  stop(): void {
    this.#isStopping = true;
  }

  /** Goes on to the end, or until it is stopped. Does not throw: what went wrong is the reason why it stopped. */
  async run(): Promise<void> {
    let reason: Sentence | '' = '';
    try {
      while (!this.#isStopping && this.#progress.next < this.#items.length) {
        if (this.#progress.next % BATCH === 0) await this.#keepBatch();
        await this.#writeNext();
      }
    } catch (error) {
      reason = error instanceof PanelError ? error.sentence : troubleOf(error);
    }
    const isOver = this.#progress.next >= this.#items.length;
    this.#progress = {
      ...this.#progress,
      outcome: isOver ? 'ended' : 'stopped',
      reason: isOver ? '' : reason,
    };
    await this.#record();
  }

  /** Ends an import that was stopped. Of those who may have been written unseen, it is looked who is there. */
  async settle(): Promise<void> {
    const { next } = this.#progress;
    const left: ImportItem[] = [];
    for (const [index, item] of this.#items.slice(next).entries()) {
      const isThere = index < BATCH && item.kind === 'add' && (await this.#parts.writer.isThere(item));
      if (isThere) this.#added.push(item.userName);
      else left.push(item);
    }
    this.#progress = {
      ...this.#progress,
      outcome: 'ended',
      next: this.#items.length,
      failed: [
        ...this.#progress.failed,
        ...left.map(({ line, userName }) => ({ line, userName, reason: LEFT })),
      ],
    };
    await this.#record();
  }

  async #writeNext(): Promise<void> {
    const item = this.#items[this.#progress.next];
    if (item === undefined) return;
    const came = await this.#written(item);
    const { line, userName } = item;
    if (came.kind === 'written') {
      if (item.kind === 'add') this.#added.push(userName);
      this.#deeds.push(...came.deeds);
    } else
      this.#deeds.push(...came.deeds, {
        what: say`User ${{ user: userName }} not imported`,
        outcome: came.reason,
      });
    const failed = came.kind === 'failed' ? [{ line, userName, reason: came.reason }] : [];
    const { next } = this.#progress;
    this.#progress = {
      ...this.#progress,
      next: next + 1,
      failed: failed.length === 0 ? this.#progress.failed : [...this.#progress.failed, ...failed],
    };
  }

  /** What the directory refuses of one person is that person's; where it answers nothing, or refuses all, the import stops. */
  async #written(item: ImportItem) {
    try {
      const came = await this.#parts.writer.write(item, this.#parts.doing);
      this.#refused = 0;
      return came;
    } catch (error) {
      this.#refused += 1;
      const isOfOne = error instanceof PanelError && error.code === 'directory-refused';
      if (!isOfOne || this.#refused > REFUSED) throw error;
      return { kind: 'failed' as const, reason: error.sentence, deeds: [] };
    }
  }

  async #keepBatch(): Promise<void> {
    await this.#parts.prepare();
    await this.#record();
    await this.#parts.journal.keepProgress(this.#progress);
  }

  async #record(): Promise<void> {
    const [added, deeds] = [this.#added, this.#deeds];
    [this.#added, this.#deeds] = [[], []];
    const some = added.length === 0 ? [] : [{ what: addedWords(added.length), after: allOf(added) }];
    if (some.length + deeds.length > 0) await this.#parts.doing.record(...some, ...deeds);
  }
}

function addedWords(count: number): Sentence {
  return many(count, say`1 user added`, say`${{ count: quantity(count) }} users added`);
}

/** What an import has done, in one line. */
export function resultWords({ total, next, failed }: ImportProgress): Sentence {
  const written = next - failed.length;
  return passage(
    many(written, say`1 user was written.`, say`${{ count: quantity(written) }} users were written.`),
    failed.length === 0
      ? ''
      : many(
          failed.length,
          say`1 user could not be written.`,
          say`${{ count: quantity(failed.length) }} users could not be written.`,
        ),
    next < total ? say`${{ count: quantity(total - next) }} are left.` : '',
  );
}

const LEFT = say`The import was ended before this user.`;
