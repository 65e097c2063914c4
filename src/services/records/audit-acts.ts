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

/** Where acts stand among all, given the act of each record from the newest on. */
export class ActPlaces {
  readonly #places = new Map<string, number>();
  #count = 0;
  #last: { readonly act: string | null; readonly place: number } = { act: null, place: 0 };

  /** How many acts there are so far. */
  get count(): number {
    return this.#count;
  }

  /**
   * The place of a record's act.
   * @param act null for a record that is an act of its own
   * @param most so many acts are counted: null for one more
   */
  of(act: string | null, most: number): number | null {
    // The records of an act mostly stand together.
    if (act !== null && act === this.#last.act) return this.#last.place;
    const known = act === null ? undefined : this.#places.get(act);
    const place = known ?? this.#count;
    if (place >= most) return null;
    if (known === undefined) this.#count += 1;
    if (act !== null) this.#places.set(act, place);
    this.#last = { act, place };
    return place;
  }
}
