import type { RenderedFile } from '../core/ports.js';
import { digestOf } from './masking.js';

/** How many texts are remembered. A save needs those of one rendering and of the live generation, of 2,000 files at most. */
const REMEMBERED = 5_000;

/** Texts that may be written, under the digest of what the panel sees of them: those that came from here. */
export class KnownFiles {
  readonly #files = new Map<string, RenderedFile>();

  /** @param maskedText what the panel is told of the file */
  remember(file: RenderedFile, maskedText: string): void {
    const key = keyOf(file.path, digestOf(maskedText));
    this.#files.delete(key);
    this.#files.set(key, file);
    for (const oldest of this.#files.keys()) {
      if (this.#files.size <= REMEMBERED) break;
      this.#files.delete(oldest);
    }
  }

  /** The file of this path whose masked text has this digest; null when nobody here knows it. */
  find(path: string, digest: string): RenderedFile | null {
    return this.#files.get(keyOf(path, digest)) ?? null;
  }
}

function keyOf(path: string, digest: string): string {
  return `${digest} ${path}`;
}
