/**
 * Words for people, as data: they become text at the edge, in the language of the reader. All kinds are plain JSON,
 * so that what was written in one language yesterday is read in another today.
 */
export type Sentence = Message | Verbatim | Passage | Quantity | Moment | List;

/** A sentence of ours. Its English is the key in every catalogue (gettext's msgid). */
export interface Message {
  /** In English, with `{name}` where a value stands. Of a plural: what is said of one. */
  readonly message: string;
  /** What is said of several (gettext's msgid_plural), and how many there are. */
  readonly plural?: { readonly several: string; readonly count: number } | undefined;
  /** Tells two meanings of the same English apart (gettext's msgctxt). */
  readonly context?: string | undefined;
  readonly values: Values;
}

/** What stands in the places of a message. A text is shown as it is, a number without any mark: a port is no quantity. */
export type Value = string | number | Sentence;

/** Values by the names of their places. */
export type Values = Readonly<Record<string, Value>>;

/** What nobody translates: a name, a path, what a program said. */
export interface Verbatim {
  readonly verbatim: string;
}

/** Sentences one after the other. */
export interface Passage {
  readonly passage: readonly Sentence[];
}

/** A number that counts something: "12,000" in English, "12.000" in Spanish. */
export interface Quantity {
  readonly quantity: number;
}

/** A point in time: "3 Dec 2026, 14:05", the day alone, with seconds, or with the distance from now: "3 Dec 2026, 14:05, in 7 days". */
export interface Moment {
  /** ISO 8601. */
  readonly moment: string;
  readonly as: 'time' | 'day' | 'second' | 'distance';
}

/** "a, b and c" or "a, b or c". */
export interface List {
  readonly list: readonly Value[];
  readonly join: 'and' | 'or';
}

/**
 * A message, as it stands in English: `` say`The domain ${{ domain }} is served.` ``. The name beside a value is what
 * translators see in its place.
 */
export function say(parts: TemplateStringsArray, ...places: readonly Values[]): Message {
  return filled(parts, places);
}

/** As {@link say}, where the same English means two things: `` sayOf('a user account')`Enabled` ``. */
export function sayOf(context: string): typeof say {
  return (parts, ...places) => ({ ...filled(parts, places), context });
}

/** What is said of one, or of several: `` many(count, say`One person.`, say`${{ count: quantity(count) }} people.`) ``. */
export function many(count: number, one: Message, several: Message): Message {
  return {
    ...one,
    plural: { several: several.message, count },
    values: { ...one.values, ...several.values },
  };
}

/** Words that are no language's. */
export function verbatim(text: string): Verbatim {
  return { verbatim: text };
}

/** Sentences one after the other; what is `''` is left out. */
export function passage(...sentences: readonly (Sentence | '')[]): Sentence {
  const said = sentences.filter((sentence) => sentence !== '');
  const [only] = said;
  return said.length === 1 && only !== undefined ? only : { passage: said };
}

/** How many, written as the language does. */
export function quantity(number: number): Quantity {
  return { quantity: number };
}

/** A time, as ISO 8601. */
export function moment(iso: string, as: Moment['as'] = 'time'): Moment {
  return { moment: iso, as };
}

/** "a, b and c". */
export function allOf(list: readonly Value[]): List {
  return { list, join: 'and' };
}

/** "a, b or c". */
export function anyOf(list: readonly Value[]): List {
  return { list, join: 'or' };
}

const KINDS = ['verbatim', 'passage', 'quantity', 'moment', 'list'];

/** Whether what is shown somewhere is a sentence. Of our own values only: what comes from outside is checked by its schema. */
export function isSentence(value: unknown): value is Sentence {
  return (
    typeof value === 'object' && value !== null && ('message' in value || KINDS.some((kind) => kind in value))
  );
}

/**
 * Marks English that is put into a {@link Message} elsewhere, so that it is found for the catalogues; gives it back as it
 * is.
 */
export function phrase(english: string): string {
  return english;
}

/** The English of each template in the code, which is the same whenever it is filled. */
const messages = new WeakMap<TemplateStringsArray, string>();

function filled(parts: TemplateStringsArray, places: readonly Values[]): Message {
  let message = messages.get(parts);
  if (message === undefined) messages.set(parts, (message = messageOf(parts, places)));
  const [only = {}] = places;
  const values = places.length < 2 ? only : Object.fromEntries(places.flatMap((one) => Object.entries(one)));
  return { message, values };
}

function messageOf(parts: TemplateStringsArray, places: readonly Values[]): string {
  return parts.reduce((text, part, index) => {
    const [name = ''] = Object.keys(places[index - 1] ?? {});
    return `${text}{${name}}${part}`;
  });
}
