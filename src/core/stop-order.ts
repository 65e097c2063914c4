/** Stops daemons together, but each only when those are gone that must stop before it. */
export class StopOrder {
  readonly #stop: (name: string) => Promise<void>;
  readonly #stopsBefore: (name: string) => readonly string[];
  /** Daemon → its end. */
  readonly #stopping = new Map<string, Promise<void>>();

  /** @param stopsBefore the daemons that are told to stop only when this one is gone */
  constructor(stop: (name: string) => Promise<void>, stopsBefore: (name: string) => readonly string[]) {
    this.#stop = stop;
    this.#stopsBefore = stopsBefore;
  }

  /** Waits until all of them are gone. One that was begun with is waited for; one that failed is tried again. */
  async stop(names: readonly string[]): Promise<void> {
    const among = [...names, ...this.#stopping.keys()];
    await Promise.all(names.map((name) => this.#stopAmong(name, among)));
  }

  /** Tells them to stop and waits for none. */
  begin(names: readonly string[]): void {
    for (const name of names) this.#stopAmong(name, names).catch(() => undefined);
  }

  #stopAmong(name: string, among: readonly string[]): Promise<void> {
    const begun = this.#stopping.get(name);
    if (begun !== undefined) return begun;
    const before = among.filter((other) => this.#stopsBefore(other).includes(name));
    const stopping = Promise.allSettled(before.map((other) => this.#stopAmong(other, among)))
      .then(() => this.#stop(name))
      .finally(() => this.#stopping.delete(name));
    this.#stopping.set(name, stopping);
    return stopping;
  }
}
