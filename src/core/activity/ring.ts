import type { Span } from './span.js';

/** What is known of one slot. */
interface Slot {
  /** The number of the slot, counted from 1970. */
  readonly at: number;
  readonly value: number;
}

/** A slot as it is kept: `5935211:3`. */
const SLOT = /^(\d{1,10}):(\d{1,15})$/;

/**
 * The values of one span, of a fixed size: each slot has its place, where it takes the place of the slot that is one span
 * older. A slot of which nothing is known is not there, so that it is never taken for 0.
 */
export class Ring {
  readonly #span: Span;
  readonly #places: (Slot | undefined)[];

  constructor(span: Span) {
    this.#span = span;
    this.#places = Array.from({ length: span.slots });
  }

  /** Reads what {@link text} wrote. What is no slot of this span is left out. */
  static read(span: Span, text: string): Ring {
    const ring = new Ring(span);
    for (const word of text.split(' ')) {
      const [, at, value] = SLOT.exec(word) ?? [];
      if (at !== undefined && value !== undefined)
        ring.#places[Number(at) % span.slots] = { at: Number(at), value: Number(value) };
    }
    return ring;
  }

  /** Takes a value into the slot of this moment; `join` makes one value of what was there and the new one. */
  put(now: Date, value: number, join: (before: number, value: number) => number): void {
    const at = this.#slotOf(now);
    const place = at % this.#span.slots;
    const before = this.#places[place];
    this.#places[place] = { at, value: before?.at === at ? join(before.value, value) : value };
  }

  /** The values of the slots up to this moment, the oldest first; null where nothing is known. */
  values(now: Date): readonly (number | null)[] {
    const { slots } = this.#span;
    const last = this.#slotOf(now);
    return Array.from({ length: slots }, (_, index) => {
      const at = last - slots + 1 + index;
      const slot = this.#places[((at % slots) + slots) % slots];
      return slot?.at === at ? slot.value : null;
    });
  }

  /** All slots as one short text, to be kept. */
  text(): string {
    return this.#places.flatMap((slot) => (slot === undefined ? [] : [`${slot.at}:${slot.value}`])).join(' ');
  }

  #slotOf(now: Date): number {
    return Math.floor(now.getTime() / 1000 / this.#span.seconds);
  }
}
