import { randomUUID } from 'node:crypto';
import type { Clock } from '../../../core/ports.js';

/** Files that are kept at once; another one takes the place of the oldest. */
const FILES = 3;
const HOUR = 3_600_000;

/** Files that administrators chose, in memory only, for an hour at most: they may have passwords in them. */
export class StagedFiles {
  readonly #clock: Pick<Clock, 'monotonic'>;
  readonly #files = new Map<string, { readonly bytes: Uint8Array; readonly since: number }>();

  constructor(clock: Pick<Clock, 'monotonic'>) {
    this.#clock = clock;
  }

  stage(bytes: Uint8Array): string {
    this.forgetOld();
    const [oldest] = this.#files.keys();
    if (this.#files.size >= FILES && oldest !== undefined) this.#files.delete(oldest);
    const name = randomUUID();
    this.#files.set(name, { bytes, since: this.#clock.monotonic() });
    return name;
  }

  bytesOf(name: string): Uint8Array | null {
    this.forgetOld();
    return this.#files.get(name)?.bytes ?? null;
  }

  forget(name: string): void {
    this.#files.delete(name);
  }

  forgetOld(): void {
    for (const [name, { since }] of this.#files)
      if (this.#clock.monotonic() - since > HOUR) this.#files.delete(name);
  }
}
