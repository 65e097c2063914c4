import type { Actor, Deed } from '../../core/act.js';
import { recordOf, THE_PANEL, whoOf, wordsOf } from '../../core/audit-record.js';
import type { AuditRecord, Machine } from '../../core/ports.js';
import { english } from '../../core/words/english.js';
import type { Reader } from '../../core/words/reader.js';
import { say, type Sentence } from '../../core/words/sentence.js';
import { PanelError, reasonOf, troubleOf } from '../../errors.js';

/** How many records are looked through and exported at most: more than the files hold of usual ones. */
const LOOKED_THROUGH = 100_000;

/** The panel itself, for what it does unasked. */
export const thePanel: Actor = { who: THE_PANEL, from: '', session: '' };

/** Who, from where and in which session if any, as a list of changes shows it. */
export function signatureOf({ who, from, session }: Actor): Sentence {
  const user = whoOf(who);
  if (from === '') return user;
  return session === ''
    ? say`${{ user }} from ${{ address: from }}`
    : say`${{ user }} from ${{ address: from }}, session ${{ number: session }}`;
}

/** Writes down who did what, before the answer is sent. */
export class AuditTrail {
  readonly #machine: Pick<Machine, 'audit' | 'clock' | 'log'>;

  constructor(machine: Pick<Machine, 'audit' | 'clock' | 'log'>) {
    this.#machine = machine;
  }

  /**
   * Asked before anything is done: what could not be written down is not done.
   * @throws PanelError `not-recorded`
   */
  async prepare(): Promise<void> {
    try {
      await this.#machine.audit.prepare();
    } catch (error) {
      throw new PanelError('not-recorded', { reason: troubleOf(error) }, error);
    }
  }

  /** What is done is not undone because it cannot be written down: the panel's log says so, and what was done. */
  async record(actor: Actor, ...deeds: readonly Deed[]): Promise<void> {
    const { audit, clock, log } = this.#machine;
    const when = clock.now().toISOString();
    for (const deed of deeds) {
      const record = recordOf(when, actor, deed);
      try {
        await audit.append(record);
      } catch (error) {
        log.error(
          `cannot write the audit log (${reasonOf(error)}): ${english(signatureOf(actor))}: ${record.what}: ${record.outcome}`,
        );
      }
    }
  }

  /** The latest records, the newest first. */
  latest(count: number): Promise<readonly AuditRecord[]> {
    return this.#machine.audit.latest(count);
  }

  /**
   * Of the latest {@link LOOKED_THROUGH} records those in which `search` stands, whatever its case, the newest first. Both
   * the English text and what the reader sees are searched: a link with an English word finds the same in every language.
   */
  async matching(search: string, reader: Reader): Promise<readonly AuditRecord[]> {
    const wanted = search.toLowerCase();
    const records = await this.#machine.audit.latest(LOOKED_THROUGH);
    return records.filter((record) => {
      const { when, from, session, ...texts } = record;
      const written = [when, from, session, texts.who, texts.what, texts.before, texts.after, texts.outcome];
      const { who, what, before, after, outcome } = wordsOf(record);
      const shown = [who, what, before, after, outcome].map((sentence) => reader.text(sentence));
      return [...written, ...shown].some((text) => text.toLowerCase().includes(wanted));
    });
  }
}
