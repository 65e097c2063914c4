import { partsOf } from '../../../core/log-line.js';

/** Milliseconds in which all lines of one writing come to the log. */
const ONE_WRITING = 50;

/** s2s writes down what the other side says at its end, with every line break in it; c2s writes `\n` (seen with 2.7.0). */
const strangersText = /^\[\w+\] \[-?\d+\] \[[^\]]+, port=\d+\] error: /;

/**
 * Follows a log, and gives its lines without those that came together with the text of a stranger, and may be a part of it:
 * what they say is not believed. A genuine line that is lost so is one fact less.
 */
export class GenuineLines {
  /** Milliseconds since 1970, up to when no line is believed; null: the next line may stand within such a text. */
  #until: number | null = null;

  /** @param areNext whether no line is missing between these and those before them */
  among(lines: readonly string[], { areNext }: { readonly areNext: boolean }): readonly string[] {
    if (!areNext) this.#until = null;
    return lines.filter((line) => {
      const { at, text } = partsOf(line);
      if (at === null) return false;
      this.#until ??= at + ONE_WRITING;
      const isGenuine = at > this.#until;
      if (strangersText.test(text)) this.#until = at + ONE_WRITING;
      return isGenuine;
    });
  }
}
