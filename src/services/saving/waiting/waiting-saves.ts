import { randomUUID } from 'node:crypto';
import type { Decisions } from '../../../core/drift.js';
import { Mutex } from '../../../core/mutex.js';
import type { Machine } from '../../../core/ports.js';
import type { Registry } from '../../../core/registry.js';
import { english } from '../../../core/words/english.js';
import { passage, say, type Sentence } from '../../../core/words/sentence.js';
import { PanelError, reasonOf, troubleOf } from '../../../errors.js';
import { thePanel, type AuditTrail } from '../../records/audit-trail.js';
import type { DraftSettings } from '../draft-settings.js';
import type { PanelStateKeeper } from '../panel-state.js';
import type { SaveChanges } from '../save-changes.js';
import type { SavePreview } from '../save-preview.js';
import { nothingAlongside, type Alongside } from './alongside.js';
import { dueOf, toldAt, untilOf } from './due.js';
import { nextQuietTime, QUIET_LEAD, quietTimeOf } from './quiet-time.js';
import type { SaveWord } from './save-word.js';
import type { EndedWait, WaitingSave } from './waiting-save.js';
import type { WaitingStore } from './waiting-store.js';
import { changedSentence, endedDeed, WHAT } from './waiting-words.js';
import { changedSince, exceeds } from './what-changed.js';
import type { WhenToSave } from './when-to-save.js';

/** Milliseconds until something is tried again that could not be done. */
const PAUSE = 10_000;

/** Seconds that the machine may take to say what a save would do. */
const SECONDS = 20;

/** What is needed to let a save wait. */
export interface WaitingSavesParts {
  readonly machine: Pick<Machine, 'clock' | 'log'>;
  readonly registry: Registry;
  readonly keeper: Pick<PanelStateKeeper, 'state'>;
  readonly draft: Pick<DraftSettings, 'pending' | 'watchedTexts' | 'refreshWatched'>;
  readonly save: Pick<SaveChanges, 'current' | 'watching' | 'preview' | 'saveAgreed' | 'onWatchEnded'>;
  readonly audit: Pick<AuditTrail, 'prepare' | 'record'>;
  readonly word: Pick<SaveWord, 'tell'>;
  readonly store: WaitingStore;
}

/**
 * The save that waits for its time: at most one. It holds what an administrator saw and agreed to; when anything of that has
 * changed, it does not run, and says so. It begins at most once: the mark that it has begun is on disk before it touches
 * anything.
 */
export class WaitingSaves {
  readonly #parts: WaitingSavesParts;
  readonly #mutex = new Mutex();
  #isRunning = false;
  #alongside: Alongside = nothingAlongside;
  /** When users were told by this process, in monotonic milliseconds; null when they were not. */
  #toldAt: number | null = null;
  /** Why it could not run at the last look, or `''`, and from when on that is tried again. */
  #trouble: { readonly reason: Sentence | ''; readonly until: number } = { reason: '', until: 0 };

  constructor(parts: WaitingSavesParts) {
    this.#parts = parts;
    parts.save.onWatchEnded((takenBack) => {
      const { ended, waiting } = parts.store.get();
      if (takenBack !== null && ended?.outcome === 'saved') void parts.store.note({ waiting, ended: null });
    });
  }

  /** Makes something else active with the save that waits, where it is due then. */
  takeAlong(alongside: Alongside): void {
    this.#alongside = alongside;
  }

  /** The save that waits; null for none, and while it runs. */
  waiting(): WaitingSave | null {
    return this.#isRunning ? null : this.#parts.store.get().waiting;
  }

  /** How the last one ended that waited; null where there was none, or another waits. */
  ended(): EndedWait | null {
    return this.#parts.store.get().ended;
  }

  /** When the next quiet time is; null where no service that is on has one. */
  quietTime(): Date | null {
    const { registry, keeper, machine } = this.#parts;
    const quietTime = quietTimeOf(registry, keeper.state().saved);
    return quietTime === null ? null : nextQuietTime(quietTime, machine.clock.now());
  }

  /**
   * Lets the draft wait, as this preview shows it. Where users are to be told now, they are.
   * @returns the reason where they could not be told: then nothing waits
   */
  agree(
    when: WhenToSave,
    decisions: Decisions,
    who: Sentence,
    preview: SavePreview,
  ): Promise<Sentence | null> {
    return this.#mutex.run(async () => {
      const { store, machine } = this.#parts;
      const before = store.get();
      if (before.waiting !== null) return say`A save waits already. Call it off first.`;
      const waiting = this.#made(when, decisions, who, preview);
      if (waiting === null) return say`No service has a quiet time.`;
      await store.set({ waiting, ended: null });
      this.#toldAt = null;
      this.#trouble = { reason: '', until: 0 };
      if (waiting.by === 'quiet-time') return null;
      try {
        await this.#tell(waiting);
        return null;
      } catch (error) {
        machine.log.error(`users could not be told of a save: ${reasonOf(error)}`);
        await store.note({ ...before, waiting: null });
        return say`Nothing waits, because users could not be told: ${{ reason: troubleOf(error) }}.`;
      }
    });
  }

  /** Returns false when none waits, or it has begun. Throws when that cannot be kept. */
  callOff(who: Sentence): Promise<boolean> {
    return this.#mutex.run(async () => {
      const waiting = this.waiting();
      if (waiting === null) return false;
      const ended: EndedWait = { outcome: 'called-off', reason: '', who, when: this.#now() };
      await this.#parts.store.set({ waiting: null, ended });
      await this.#tellOtherwise(waiting);
      return true;
    });
  }

  /** When the panel starts, after {@link SaveChanges.recover}: what became of one that had begun. Does not throw. */
  recover(): Promise<void> {
    return this.#mutex.run(async () => {
      const begun = this.#parts.store.get().waiting?.begun ?? null;
      if (begun === null) return;
      if (this.#parts.keeper.state().saves < begun) await this.#end('interrupted');
      else await this.#end('saved', say`The panel was stopped just then.`);
    });
  }

  /** One look, to be repeated every second. Does not throw. */
  look(): Promise<void> {
    return this.#mutex.run(async () => {
      const { store, machine } = this.#parts;
      if (machine.clock.monotonic() < this.#trouble.until) return;
      await store.catchUp();
      const waiting = this.waiting();
      if (waiting === null) return;
      try {
        await this.#lookAt(waiting);
      } catch (error) {
        this.#wait(troubleOf(error));
      }
    });
  }

  async #lookAt(waiting: WaitingSave): Promise<void> {
    const { save, machine } = this.#parts;
    if (save.current()?.outcome === 'running') return;
    if (this.#isDone(waiting)) return this.#end('overtaken');
    const changed = changedSince(waiting.agreed, this.#known());
    if (changed !== null) return this.#end('changed', changedSentence(changed));
    const sinceTold = this.#toldAt === null ? null : machine.clock.monotonic() - this.#toldAt;
    const due = dueOf(waiting, { now: machine.clock.now(), sinceTold });
    if (due === 'missed') return this.#end('missed', this.#trouble.reason);
    // What was saved before is watched to its end first.
    if (due === 'wait' || save.watching() !== null) return;
    if (!(await this.#mayRun(waiting))) return;
    if (due === 'tell') return this.#tell(waiting);
    await this.#parts.audit.prepare();
    this.#begin(waiting);
  }

  /** Looks at what the save would do now. Throws where that is not known now. */
  async #mayRun({ agreed }: WaitingSave): Promise<boolean> {
    const { save, draft } = this.#parts;
    try {
      await draft.refreshWatched();
      const preview = await save.preview(SECONDS);
      const alongside = await this.#alongside.disturbs(agreed.choices);
      const changed = changedSince(agreed, this.#known()) ?? exceeds(agreed, preview, alongside);
      this.#trouble = { reason: '', until: 0 };
      if (changed === null) return true;
      await this.#end('changed', changedSentence(changed));
    } catch (error) {
      if (!(error instanceof PanelError) || error.status >= 500) throw error;
      await this.#end('refused', error.sentence);
    }
    return false;
  }

  /** Where no other job runs, this one is begun when this returns: nobody else can begin one any more. */
  #begin(waiting: WaitingSave): void {
    const { save, keeper, store, audit } = this.#parts;
    // Another job may have begun since it was looked: the next look sees.
    if (save.current()?.outcome === 'running') return;
    const { choices, decisions } = waiting.agreed;
    let taken: Sentence | null = null;
    const prepare = async (): Promise<void> => {
      await store.set({ waiting: { ...waiting, begun: keeper.state().saves + 1 }, ended: null });
      taken = await this.#alongside.make(choices);
    };
    const saving = save.saveAgreed(waiting.who, { choices, decisions, prepare });
    this.#isRunning = true;
    void audit.record(thePanel, { what: WHAT, outcome: say`begun` });
    void saving
      .then(async (failure) => {
        if (failure === null && taken !== null) await audit.record(thePanel, { what: taken });
        return failure === null
          ? this.#end('saved')
          : this.#end('failed', passage(say`${{ reason: failure.sentence }}.`, failure.failure.takenBack));
      })
      .catch((error: unknown) => this.#wait(troubleOf(error)))
      .finally(() => (this.#isRunning = false));
  }

  #made(
    when: WhenToSave,
    decisions: Decisions,
    who: Sentence,
    { handEdits, sentences: disturbs }: SavePreview,
  ): WaitingSave | null {
    const { keeper, draft, machine } = this.#parts;
    const now = machine.clock.now();
    const { saved: before, draft: choices } = keeper.state();
    const lead = when.kind === 'minutes' ? when.minutes : QUIET_LEAD;
    const runAt = when.kind === 'minutes' ? new Date(now.getTime() + lead * 60_000) : this.quietTime();
    if (runAt === null) return null;
    return {
      id: randomUUID(),
      agreed: { before, choices, decisions, handEdits, watched: draft.watchedTexts(), disturbs },
      ...{ who, agreedAt: now.toISOString(), by: when.kind, lead },
      ...{ runAt: runAt.toISOString(), until: untilOf(runAt), told: null, begun: null },
    };
  }

  async #tell(waiting: WaitingSave): Promise<void> {
    const { word, store, machine } = this.#parts;
    await word.tell(waiting.lead);
    this.#toldAt = machine.clock.monotonic();
    await store.note({ waiting: toldAt(waiting, machine.clock.now()), ended: null });
  }

  /** Users who were told learn that it does not happen; where the service does not answer, they notice. */
  async #tellOtherwise({ told }: WaitingSave): Promise<void> {
    const { word, machine } = this.#parts;
    if (told === null) return;
    await word.tell(null).catch((error: unknown) => {
      machine.log.error(`users could not be told that a save was called off: ${reasonOf(error)}`);
    });
  }

  async #end(outcome: EndedWait['outcome'], reason: Sentence | '' = ''): Promise<void> {
    const { store, audit } = this.#parts;
    const { waiting } = store.get();
    const ended: EndedWait = { outcome, reason, who: waiting?.who ?? '', when: this.#now() };
    await store.note({ waiting: null, ended });
    await audit.record(thePanel, endedDeed(ended));
    if (waiting !== null && waiting.begun === null && outcome !== 'overtaken')
      await this.#tellOtherwise(waiting);
  }

  /** Whether another save has made all of it active before. */
  #isDone({ agreed }: WaitingSave): boolean {
    const { keeper, draft } = this.#parts;
    const { saved, draft: choices } = keeper.state();
    const isAsAgreed = changedSince(
      { ...agreed, before: agreed.choices },
      { saved, draft: choices, watched: {} },
    );
    return isAsAgreed === null && draft.pending().length === 0 && Object.keys(agreed.handEdits).length === 0;
  }

  #known(): Parameters<typeof changedSince>[1] {
    const { keeper, draft } = this.#parts;
    const { saved, draft: choices } = keeper.state();
    return { saved, draft: choices, watched: draft.watchedTexts() };
  }

  /** Tries again later: an answer that is missing stops nothing. */
  #wait(reason: Sentence): void {
    const { clock, log } = this.#parts.machine;
    if (this.#trouble.reason === '') log.error(`a save that waits cannot run now: ${english(reason)}`);
    this.#trouble = { reason, until: clock.monotonic() + PAUSE };
  }

  #now(): string {
    return this.#parts.machine.clock.now().toISOString();
  }
}
