import type { RenderedFile } from '../core/ports.js';
import { say } from '../core/words/sentence.js';
import { PanelError } from '../errors.js';
import { digestOf } from './masking.js';
import { refuse } from './refusal.js';

/** How many texts are remembered. A save needs those of one rendering and of the live generation, of 2,000 files at most. */
const REMEMBERED = 5_000;
/** Characters of all remembered texts: a rendering has at most some millions, since a request has at most 1 MB. */
const CHARACTERS = 64_000_000;

/** The answer when the panel asks for something that only an earlier process of the helper knew. */
const reason = say`The helper was restarted in the middle of its work.`;

/** Texts that may be written, under the digest of what the panel sees of them: those that came from here. */
export class KnownFiles {
  readonly #files = new Map<string, RenderedFile>();
  #characters = 0;

  /** @param maskedText what the panel is told of the file */
  remember(file: RenderedFile, maskedText: string): void {
    const key = keyOf(file.path, digestOf(maskedText));
    this.#forget(key);
    this.#files.set(key, file);
    this.#characters += file.content.length;
    for (const oldest of this.#files.keys()) {
      if (this.#files.size <= REMEMBERED && this.#characters <= CHARACTERS) break;
      this.#forget(oldest);
    }
  }

  #forget(key: string): void {
    this.#characters -= this.#files.get(key)?.content.length ?? 0;
    this.#files.delete(key);
  }

  /**
   * The files of these paths and digests.
   * @throws Refusal when a path stands twice; PanelError `helper-unavailable` when a file is not known
   */
  named(files: readonly { readonly path: string; readonly digest: string }[]): readonly RenderedFile[] {
    const found = files.map(({ path, digest }) => {
      const file = this.find(path, digest);
      if (file === null) throw new PanelError('helper-unavailable', { reason });
      return file;
    });
    if (new Set(found.map(({ path }) => path)).size !== found.length) refuse(say`A file is named twice.`);
    return found;
  }

  /** The file of this path whose masked text has this digest; null when this helper does not know it. */
  find(path: string, digest: string): RenderedFile | null {
    return this.#files.get(keyOf(path, digest)) ?? null;
  }
}

function keyOf(path: string, digest: string): string {
  return `${digest} ${path}`;
}
