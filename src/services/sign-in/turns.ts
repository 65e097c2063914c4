/** So many who are known may wait for their turn. */
const WAITING = 4;

/**
 * Lets a few do something costly at once. A stranger finds a free place or is refused, and a network of strangers has one
 * place at most; a known person waits for the next free place, before all strangers.
 */
export class Turns {
  readonly #atOnce: number;
  readonly #strangers = new Set<string>();
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  constructor(atOnce: number) {
    this.#atOnce = atOnce;
  }

  /**
   * Takes a place, and gives it back when the work is done.
   * @param network of a stranger; null for a known person
   * @returns what the work gives, or null when there is no place
   */
  async run<T>(network: string | null, work: () => Promise<T>): Promise<T | null> {
    const isFull = this.#running >= this.#atOnce;
    if (network !== null && (isFull || this.#strangers.has(network))) return null;
    if (isFull && this.#waiting.length >= WAITING) return null;
    if (isFull) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#running += 1;
    if (network !== null) this.#strangers.add(network);
    try {
      return await work();
    } finally {
      if (network !== null) this.#strangers.delete(network);
      // The first that waits takes over the place.
      const next = this.#waiting.shift();
      if (next === undefined) this.#running -= 1;
      else next();
    }
  }
}
