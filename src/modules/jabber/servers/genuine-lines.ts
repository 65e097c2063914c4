import { partsOf } from '../../../core/log-line.js';

/** Milliseconds in which all lines of one writing come to the log. */
const ONE_WRITING = 50;

/** s2s writes down what the other side says at its end, with every line break in it; c2s writes `\n` (seen with 2.7.0). */
const strangersText = /^\[\w+\] \[-?\d+\] \[[^\]]+, port=\d+\] error: /;

/**
 * The lines of a log without those that came together with the text of a stranger, and may be a part of it: what they say
 * is not believed. A genuine line that is lost so is one fact less.
 */
export function genuineLines(lines: readonly string[]): readonly string[] {
  let until = -Infinity;
  return lines.filter((line) => {
    const { at, text } = partsOf(line);
    if (at === null) return false;
    const isGenuine = at > until;
    if (strangersText.test(text)) until = at + ONE_WRITING;
    return isGenuine;
  });
}
