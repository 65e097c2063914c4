import type { AuditRecord } from '../../core/ports.js';
import type { Sentence } from '../../core/words/sentence.js';

/** Something that was done as a whole, with all that was written down of it. */
export interface AuditAct {
  /** What it was as a whole; null where one record says all. */
  readonly title: Sentence | null;
  /** The newest first; at least one. */
  readonly records: readonly AuditRecord[];
}

/** An act that is being put together. */
interface Begun {
  readonly title: Sentence | null;
  readonly records: AuditRecord[];
  matches: boolean;
}

/** Puts records together that belong to one act. An act stands where its latest record does. */
export class AuditActs {
  readonly #acts: Begun[] = [];
  readonly #byId = new Map<string, Begun>();

  /** @param record to be given from the newest on */
  add(record: AuditRecord, matches: boolean): void {
    const act = this.#actOf(record);
    act.records.push(record);
    act.matches ||= matches;
  }

  /** Those of which a record matches, the latest first. */
  matching(): readonly AuditAct[] {
    return this.#acts.filter(({ matches }) => matches).map(withTitle);
  }

  #actOf({ act }: AuditRecord): Begun {
    const known = act === undefined ? undefined : this.#byId.get(act.id);
    if (known !== undefined) return known;
    const begun: Begun = { title: act?.title ?? null, records: [], matches: false };
    this.#acts.push(begun);
    if (act !== undefined) this.#byId.set(act.id, begun);
    return begun;
  }
}

function withTitle({ title, records }: AuditAct): AuditAct {
  return { title: records.length === 1 ? null : title, records };
}
