/** Control and direction characters. */
const strange = /[\p{Cc}\p{Zl}\p{Zp}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/**
 * Control and direction characters written out as `\x0a` or `\u202e`, so that one event stays one line and a line
 * shows what it holds.
 */
export function printable(text: string): string {
  return text.replace(strange, (character) => {
    const code = character.charCodeAt(0);
    return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16)}`;
  });
}

/**
 * The same for a terminal, to which lines, or a JSON document, are written: line breaks and tabs stay, and all others are
 * written as JSON reads them again, such as `\u001b`.
 */
export function printableText(text: string): string {
  return text.replace(strange, (character) =>
    character === '\n' || character === '\t'
      ? character
      : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
