/** What is not shown as it is: control characters, halves of pairs, changes of direction, no characters at all. */
const HIDDEN =
  /[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c\u2028\u2029]/gu;
const LONGEST = 60;

/** A text of a file as a page or a terminal can show it: on one line, with a mark for what is hidden, and cut. */
export function shownText(text: string): string {
  const letters = Array.from(text.slice(0, 4 * LONGEST).replace(HIDDEN, '\ufffd'));
  return letters.length > LONGEST ? `${letters.slice(0, LONGEST).join('')}…` : letters.join('');
}
