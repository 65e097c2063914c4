/** A slot that holds no number. */
const FREE = 0xffffffff;
/** 32-bit words of a UUID. */
const WORDS = 4;

/** Numbers entries by their entryUUIDs (RFC 4530), from 0 on and without great gaps: numbers that are free are given again. */
export class EntryNumbers {
  /** The words of each number's UUID. */
  #uuids = new Uint32Array(1024 * WORDS);
  /** A hash table with open addressing, at most half full. */
  #slots = new Uint32Array(2048).fill(FREE);
  readonly #free: number[] = [];
  #next = 0;

  /** How many entries have a number. */
  get size(): number {
    return this.#next - this.#free.length;
  }

  /** The entry's number, or -1. */
  get(uuid: string): number {
    const number = this.#slots[this.#slotOf(wordsOf(uuid))] ?? FREE;
    return number === FREE ? -1 : number;
  }

  /** The entry's number; a new one where it had none. */
  add(uuid: string): number {
    const words = wordsOf(uuid);
    const slot = this.#slotOf(words);
    const known = this.#slots[slot] ?? FREE;
    if (known !== FREE) return known;
    const number = this.#free.pop() ?? this.#next++;
    if ((number + 1) * WORDS > this.#uuids.length) this.#grow();
    this.#uuids.set(words, number * WORDS);
    this.#slots[this.#slotOf(words)] = number;
    return number;
  }

  /** Gives the entry's number back. */
  delete(uuid: string): void {
    const slot = this.#slotOf(wordsOf(uuid));
    const number = this.#slots[slot] ?? FREE;
    if (number === FREE) return;
    this.#free.push(number);
    this.#slots[slot] = FREE;
    this.#closeGap(slot);
  }

  /** What follows a slot that became free was put there because others were taken: each looks for its place anew. */
  #closeGap(slot: number): void {
    for (let next = this.#after(slot); this.#slots[next] !== FREE; next = this.#after(next)) {
      const number = this.#slots[next] ?? FREE;
      this.#slots[next] = FREE;
      this.#slots[this.#slotOf(this.#uuids.subarray(number * WORDS, (number + 1) * WORDS))] = number;
    }
  }

  /** The slot that holds this UUID, or the free one that it goes to. */
  #slotOf(words: Uint32Array): number {
    let slot = hashOf(words) & (this.#slots.length - 1);
    for (;;) {
      const number = this.#slots[slot] ?? FREE;
      if (number === FREE || this.#isAt(number, words)) return slot;
      slot = this.#after(slot);
    }
  }

  #isAt(number: number, words: Uint32Array): boolean {
    const at = number * WORDS;
    return words.every((word, index) => this.#uuids[at + index] === word);
  }

  #after(slot: number): number {
    return (slot + 1) & (this.#slots.length - 1);
  }

  #grow(): void {
    const uuids = new Uint32Array(this.#uuids.length * 2);
    uuids.set(this.#uuids);
    const numbers = this.#slots.filter((number) => number !== FREE);
    this.#uuids = uuids;
    this.#slots = new Uint32Array((uuids.length / WORDS) * 2).fill(FREE);
    for (const number of numbers)
      this.#slots[this.#slotOf(uuids.subarray(number * WORDS, (number + 1) * WORDS))] = number;
  }
}

function wordsOf(uuid: string): Uint32Array {
  const digits = uuid.replaceAll('-', '');
  return Uint32Array.from({ length: WORDS }, (_, word) => parseInt(digits.slice(word * 8, word * 8 + 8), 16));
}

/** slapd counts its UUIDs up in their first word, and so all words are mixed. */
function hashOf(words: Uint32Array): number {
  let hash = 0;
  for (const word of words) hash = Math.imul(hash ^ word, 0x9e3779b1) ^ (hash >>> 15);
  return hash ^ (hash >>> 13);
}
