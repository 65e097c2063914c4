import type { Catalogue } from './reader.js';

/** The forms of each message that is translated, by its {@link messageKey}. */
export type Texts = Readonly<Record<string, readonly string[]>>;

/** Where a message stands in {@link Texts}: as gettext's own catalogues join the two (its manual, 11.2.1). */
export function messageKey(message: string, context: string): string {
  return `${context}\u0004${message}`;
}

/**
 * The catalogue with these texts.
 * @param read gives the texts; it is called when this language is first read
 */
export function catalogueOf(language: string, read: () => Texts): Catalogue {
  let texts: ReadonlyMap<string, readonly string[]> | null = null;
  return {
    language,
    find: (message, context) => (texts ??= new Map(Object.entries(read()))).get(messageKey(message, context)),
  };
}
