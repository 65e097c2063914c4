import { englishCatalogue, Reader, type Catalogue, type Reading } from './reader.js';

/** The languages that the panel speaks. */
export class Languages {
  readonly #catalogues: ReadonlyMap<string, Catalogue>;

  /** @param catalogues beside English, which is always there */
  constructor(catalogues: readonly Catalogue[]) {
    const all = [englishCatalogue, ...catalogues];
    this.#catalogues = new Map(all.map((catalogue) => [catalogue.language, catalogue]));
  }

  /** Each with the name that it has for itself: "español". */
  get all(): readonly { readonly language: string; readonly name: string }[] {
    return [...this.#catalogues.keys()].map((language) => ({ language, name: ownName(language) }));
  }

  has(language: string): boolean {
    return this.#catalogues.has(language);
  }

  /**
   * The first of these that the panel speaks, English where it speaks none.
   * @param wishes BCP 47, the most wanted first; a region that is not there is served by its language (RFC 4647, lookup)
   */
  choose(wishes: readonly string[]): string {
    for (const wish of wishes) {
      const parts = wish.split('-');
      for (let length = parts.length; length > 0; length -= 1) {
        const language = canonical(parts.slice(0, length).join('-'));
        if (this.#catalogues.has(language)) return language;
      }
    }
    return englishCatalogue.language;
  }

  /** Who reads in this language; in English where the panel does not speak it. */
  reader(language: string, reading: Omit<Reading, 'catalogue'> = {}): Reader {
    return new Reader({ ...reading, catalogue: this.#catalogues.get(language) ?? englishCatalogue });
  }
}

/** English alone. */
export const englishOnly = new Languages([]);

/** The languages of an Accept-Language header, the most wanted first (RFC 9110, 12.5.4); what is refused is left out. */
export function wishesOf(header: string): readonly string[] {
  return header
    .slice(0, 500)
    .split(',')
    .map((part) => {
      const [language = '', quality = ''] = part.trim().split(/\s*;\s*q=/);
      return { language, quality: quality === '' ? 1 : Number(quality) };
    })
    .filter(({ language, quality }) => /^[A-Za-z0-9-]{1,35}$/.test(language) && quality > 0)
    .sort((one, other) => other.quality - one.quality)
    .map(({ language }) => language);
}

/** The languages of the shell's locale, the most wanted first (gettext manual, 2.3.2 and 2.3.3). */
export function localeWishes(environment: Readonly<Record<string, string | undefined>>): readonly string[] {
  const locale = [environment['LC_ALL'], environment['LC_MESSAGES'], environment['LANG']].find(
    (text) => text !== undefined && text !== '',
  );
  if (locale === undefined || locale === 'C' || locale.startsWith('C.') || locale === 'POSIX') return [];
  return [...(environment['LANGUAGE'] ?? '').split(':'), locale]
    .filter((text) => text !== '')
    .map((text) => text.replace(/[.@].*$/, '').replaceAll('_', '-'));
}

function canonical(language: string): string {
  try {
    return Intl.getCanonicalLocales(language)[0] ?? '';
  } catch {
    return '';
  }
}

function ownName(language: string): string {
  return new Intl.DisplayNames([language], { type: 'language' }).of(language) ?? language;
}
