/** Control characters, halves of pairs, and what turns the direction of a text or stands in it unseen; but for emoji's U+FE0F. */
const UNSHOWABLE =
  /(?!\ufe0f)[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}\p{Default_Ignorable_Code_Point}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;
/** Characters of a text of a stranger's that are shown. */
const LONGEST = 200;

/**
 * A text that any chat user may have chosen, as it is shown: one line, cut, each unseen character as U+FFFD.
 * @param limits `longest`: the most characters. Named, so that no list's index is taken for it.
 */
export function readable(text: string, { longest = LONGEST }: { readonly longest?: number } = {}): string {
  const characters = Array.from(text.trim());
  const shown = characters.slice(0, longest).join('').replace(UNSHOWABLE, '\ufffd');
  return characters.length > longest ? `${shown}…` : shown;
}

/** Whether a text of an administrator's has nothing in it that {@link readable} would not show. */
export function isReadable(text: string): boolean {
  return text.search(UNSHOWABLE) < 0;
}
