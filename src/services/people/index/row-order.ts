import { compared } from '../../../core/compared.js';
import { sortedInSlices } from './sorted-in-slices.js';

/** Rows by a text of theirs. It is made in small steps when it is first asked for, and kept while rows change. */
export class RowOrder {
  readonly #keyOf: (row: number) => string;
  #rows: Uint32Array | null = null;

  constructor(keyOf: (row: number) => string) {
    this.#keyOf = keyOf;
  }

  /** @param all every row as it is now, in any order. No row may change before the promise is kept. */
  async of(all: Uint32Array): Promise<Uint32Array> {
    this.#rows ??= await this.#sorted(all);
    return this.#rows;
  }

  /** Takes rows out, and puts rows in where they belong now; a row that changed is in both. Does nothing before it is made. */
  async replace(gone: ReadonlySet<number>, fresh: Uint32Array): Promise<void> {
    if (this.#rows === null) return;
    const left = gone.size === 0 ? this.#rows : this.#rows.filter((row) => !gone.has(row));
    const rows = new Uint32Array(left.length + fresh.length);
    let from = 0;
    for (const [count, row] of (await this.#sorted(fresh)).entries()) {
      const place = this.placeOf(left, this.#keyOf(row));
      rows.set(left.subarray(from, place), from + count);
      rows[place + count] = row;
      from = place;
    }
    rows.set(left.subarray(from), from + fresh.length);
    this.#rows = rows;
  }

  /** Where a row with this key belongs among rows in this order. */
  placeOf(rows: Uint32Array, key: string): number {
    let [from, to] = [0, rows.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if (compared(this.#keyOf(rows[middle] ?? 0), key) < 0) from = middle + 1;
      else to = middle;
    }
    return from;
  }

  async #sorted(rows: Uint32Array): Promise<Uint32Array> {
    const keys = Array.from(rows, this.#keyOf);
    const places = await sortedInSlices(Uint32Array.from(rows.keys()), (one, other) =>
      compared(keys[one] ?? '', keys[other] ?? ''),
    );
    return places.map((place) => rows[place] ?? 0);
  }
}
