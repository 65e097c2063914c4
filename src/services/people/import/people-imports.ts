import { randomUUID } from 'node:crypto';
import type { Doing } from '../../../core/act.js';
import {
  handOutForms,
  type CheckedImport,
  type HandedOut,
  type HandOutForm,
  type ImportChoices,
  type Imports,
  type ImportState,
} from '../../../core/people/import/imports.js';
import type { Machine } from '../../../core/ports.js';
import { Mutex } from '../../../core/mutex.js';
import { reasonOf } from '../../../errors.js';
import { thePanel, type AuditTrail } from '../../records/audit-trail.js';
import type { PeopleParts } from '../acts/parts.js';
import { examine, type Examined } from './check-import.js';
import type { ImportItem } from './import-item.js';
import { ImportJournal, toHandOut, type ImportProgress } from './import-journal.js';
import { ImportRun, resultWords } from './import-run.js';
import { madePassword } from './made-password.js';
import { StagedFiles } from './staged-files.js';
import { PersonWriter } from './write-person.js';

/** Generated passwords that nobody took are deleted after a day. */
const DAY = 86_400_000;
/** An import that is stopped has all its passwords on the disk: it is ended a week after it began. */
const STOPPED = 7 * DAY;

/** What imports are made of. */
export interface ImportParts extends PeopleParts {
  readonly machine: Pick<Machine, 'directory' | 'store' | 'clock' | 'log'>;
  readonly audit: Pick<AuditTrail, 'prepare' | 'record'>;
}

/** Files of people, and the one import that runs or ran last. */
export class PeopleImports implements Imports {
  readonly #parts: ImportParts;
  readonly #journal: ImportJournal;
  readonly #staged: StagedFiles;
  #items: readonly ImportItem[];
  #progress: ImportProgress | null;
  #run: ImportRun | null = null;
  #ended: Promise<void> = Promise.resolve();
  /** Passwords are handed out or deleted one after the other: each form once. */
  readonly #handingOut = new Mutex();

  private constructor(
    parts: ImportParts,
    journal: ImportJournal,
    last: Awaited<ReturnType<ImportJournal['read']>>,
  ) {
    this.#parts = parts;
    this.#journal = journal;
    this.#staged = new StagedFiles(parts.machine.clock);
    this.#items = last?.items ?? [];
    // The panel ended while it ran: it goes on when the administrator wants it.
    const wasRunning = last?.progress.outcome === 'running';
    this.#progress =
      last === null ? null : wasRunning ? { ...last.progress, outcome: 'stopped' } : last.progress;
  }

  static async open(parts: ImportParts): Promise<PeopleImports> {
    const { store, log } = parts.machine;
    const journal = new ImportJournal(store, log);
    return new PeopleImports(parts, journal, await journal.read());
  }

  stage(bytes: Uint8Array): string {
    return this.#staged.stage(bytes);
  }

  forget(file: string): void {
    this.#staged.forget(file);
  }

  async check(file: string, choices: ImportChoices): Promise<CheckedImport | null> {
    return (await this.examine(file, choices))?.checked ?? null;
  }

  /** As {@link check}, with all that would be done. */
  async examine(file: string, choices: ImportChoices): Promise<Examined | null> {
    const bytes = this.#staged.bytesOf(file);
    const { machine, users, names } = this.#parts;
    return bytes === null ? null : examine({ directory: machine.directory, users, names }, bytes, choices);
  }

  state(): ImportState | null {
    const progress = this.#now();
    if (progress === null) return null;
    const { id, outcome, startedAt, startedBy, total, next, counts, failed, reason, forms, endedAt } =
      progress;
    const passwords = forms.length === 0 ? 0 : toHandOut(this.#items, progress).length;
    const [since, age] = outcome === 'stopped' ? [startedAt, STOPPED] : [endedAt, DAY];
    const until =
      passwords > 0 || outcome === 'stopped' ? new Date(Date.parse(since) + age).toISOString() : '';
    return {
      ...{ id, outcome, startedAt, startedBy, total, counts, failed, reason, passwords, until },
      ...{ done: next, forms: passwords === 0 ? [] : forms },
    };
  }

  /** Begins to write these people. The caller has looked, just before, that no other import is open. */
  async start(items: readonly ImportItem[], counts: ImportProgress['counts'], doing: Doing): Promise<void> {
    const before = { items: this.#items, progress: this.#progress };
    const id = randomUUID();
    this.#items = items.map((item) => (item.isGenerated ? { ...item, password: madePassword() } : item));
    this.#progress = {
      ...{ id, outcome: 'running', startedAt: this.#parts.machine.clock.now().toISOString() },
      ...{ startedBy: doing.actor.who, endedAt: '', total: items.length, next: 0, counts, failed: [] },
      ...{ reason: '', forms: [] },
    };
    try {
      await this.#journal.keepPeople(id, this.#items);
      await this.#begin(this.#progress, doing);
    } catch (error) {
      [this.#items, this.#progress] = [before.items, before.progress];
      await this.#journal.keepPeople(before.progress?.id ?? '', before.items);
      throw error;
    }
  }

  /** Goes on with the import that was stopped. */
  resume(doing: Doing): Promise<void> {
    return this.#whileStopped((progress) => this.#begin(progress, doing));
  }

  /** Waits until no import runs. */
  ended(): Promise<void> {
    return this.#ended;
  }

  /** Stops the running import after the person who is written just now. */
  async stop(): Promise<void> {
    this.#run?.stop();
    await this.#ended;
  }

  /** Ends an import that was stopped: who is left is not written. */
  end(doing: Doing): Promise<void> {
    return this.#whileStopped(async (progress) => {
      const run = new ImportRun(await this.#runParts(doing), this.#items, progress);
      await run.settle();
      await this.#close(run, doing);
    });
  }

  /** The generated passwords, in one form, once. */
  takePasswords(form: HandOutForm): Promise<readonly HandedOut[]> {
    return this.#handingOut.run(async () => {
      const progress = this.#now();
      if (progress === null || !progress.forms.includes(form)) return [];
      const people = toHandOut(this.#items, progress);
      await this.#keepForms(progress.forms.filter((one) => one !== form));
      return people.map(({ userName, own, password }) => ({
        ...{ userName, password },
        firstName: own['firstName'] ?? '',
        lastName: own['lastName'] ?? '',
      }));
    });
  }

  /** Deletes the generated passwords. */
  forgetPasswords(): Promise<void> {
    return this.#handingOut.run(() => this.#keepForms([]));
  }

  /** Deletes what is kept too long. Does not throw. */
  async tidy(): Promise<void> {
    this.#staged.forgetOld();
    const state = this.state();
    if (state === null || state.until === '') return;
    if (this.#parts.machine.clock.now().getTime() <= Date.parse(state.until)) return;
    const record: Doing['record'] = (...deeds) => this.#parts.audit.record(thePanel, ...deeds);
    try {
      await (state.outcome === 'stopped'
        ? this.end({ actor: thePanel, answer: -1, record })
        : this.forgetPasswords());
    } catch (error) {
      this.#parts.machine.log.error(`cannot delete the passwords of an import: ${reasonOf(error)}`);
    }
  }

  /** A run is over once it is kept how it ended: before that its passwords cannot be handed out. */
  #now(): ImportProgress | null {
    return this.#run === null ? this.#progress : { ...this.#run.progress(), outcome: 'running' };
  }

  /** What is open is marked at once, so that it is not begun twice; where it cannot begin, it is stopped as before. */
  async #whileStopped(work: (progress: ImportProgress) => Promise<void>): Promise<void> {
    const stopped = this.#progress;
    if (stopped === null) return;
    const progress: ImportProgress = { ...stopped, outcome: 'running', reason: '' };
    this.#progress = progress;
    try {
      await work(progress);
    } catch (error) {
      this.#progress = stopped;
      throw error;
    }
  }

  async #begin(progress: ImportProgress, doing: Doing): Promise<void> {
    const run = new ImportRun(await this.#runParts(doing), this.#items, progress);
    await this.#journal.keepProgress(progress);
    this.#run = run;
    this.#ended = run.run().then(() => this.#close(run, doing));
  }

  async #runParts(doing: Doing) {
    const { machine, names, audit } = this.#parts;
    const added = this.#items.filter(({ kind }) => kind === 'add').map(({ userName }) => userName);
    const writer = new PersonWriter(this.#parts, machine.directory, await names.keptAmong(added));
    return { journal: this.#journal, writer, prepare: () => audit.prepare(), doing };
  }

  /** Keeps how a run ended, and does what is done once for all of them. Does not throw. */
  async #close(run: ImportRun, doing: Doing): Promise<void> {
    const progress = run.progress();
    const { draft, machine } = this.#parts;
    try {
      await (progress.outcome === 'ended' ? this.#keepEnd(progress) : this.#journal.keepProgress(progress));
      this.#progress = progress.outcome === 'ended' ? this.#progress : progress;
    } catch (error) {
      this.#progress = { ...progress, outcome: 'stopped' };
      machine.log.error(`cannot keep how the import ended: ${reasonOf(error)}`);
    }
    this.#run = null;
    await doing.record({ what: resultWords(progress) });
    await draft.refreshWatched();
  }

  /** Passwords that came with the file are not kept; those that were generated are, to be handed out. */
  async #keepEnd(progress: ImportProgress): Promise<void> {
    const toHand = toHandOut(this.#items, progress);
    const forms: HandOutForm[] = toHand.length === 0 ? [] : [...handOutForms];
    const endedAt = this.#parts.machine.clock.now().toISOString();
    const ended: ImportProgress = { ...progress, forms, endedAt };
    await this.#journal.keepProgress(ended);
    await this.#journal.keepPeople(progress.id, toHand);
    [this.#items, this.#progress] = [toHand, ended];
  }

  async #keepForms(forms: HandOutForm[]): Promise<void> {
    if (this.#progress === null) return;
    const after = { ...this.#progress, forms };
    if (forms.length === 0) await this.#journal.keepPeople(after.id, []);
    await this.#journal.keepProgress(after);
    this.#progress = after;
    if (forms.length === 0) this.#items = [];
  }
}
