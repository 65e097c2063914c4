/** Names that need no folding but of their case. */
const ASCII = /^[\0-\x7f]*$/;

/** Letters that Unicode does not take apart into a letter and an accent. */
const LETTERS: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ł: 'l',
  ħ: 'h',
  ı: 'i',
  þ: 'th',
};
const LETTER = new RegExp(`[${Object.keys(LETTERS).join('')}]`, 'gu');

/** A text as people search for it: without case and accents (`Müller` is `muller`), in the letters that Unicode says are the same. */
export function folded(text: string): string {
  if (ASCII.test(text)) return text.toLowerCase();
  const bare = text.toLowerCase().normalize('NFKD').replace(/\p{M}/gu, '');
  return bare.replace(LETTER, (letter) => LETTERS[letter] ?? letter).normalize('NFC');
}

/** The words of a text that is searched for, folded, each once. */
export function wordsOf(text: string): readonly string[] {
  const words = new Set(folded(text).split(/\s+/u));
  words.delete('');
  return [...words];
}
