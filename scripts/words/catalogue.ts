import { po, type GetTextTranslation, type GetTextTranslations } from 'gettext-parser';
import { pluralForms } from '../../src/core/words/formats.js';
import { keyOf, type Found } from './extract.js';

/** The forms of a language's plurals, as gettext writes them; of others the translator's tool knows them. */
const PLURALS: Readonly<Record<string, string>> = {
  '1': 'nplurals=1; plural=0;',
  '2': 'nplurals=2; plural=(n != 1);',
};

/** What is wrong with a catalogue, in lines for people. */
export interface Report {
  readonly missing: readonly string[];
  readonly stale: readonly string[];
  /** Translations that cannot be right: another number of forms, or a place too many or too few. */
  readonly wrong: readonly string[];
}

/** An empty catalogue. @param language BCP 47 */
export function emptyCatalogue(language: string): GetTextTranslations {
  const count = String(pluralForms(language).length);
  return {
    charset: 'utf-8',
    headers: {
      'Project-Id-Version': 'ebox-jabber',
      Language: language.replaceAll('-', '_'),
      'MIME-Version': '1.0',
      'Content-Type': 'text/plain; charset=UTF-8',
      'Content-Transfer-Encoding': '8bit',
      'Plural-Forms': PLURALS[count] ?? `nplurals=${count}; plural=EXPRESSION;`,
    },
    translations: {},
  };
}

/**
 * The catalogue with exactly the sentences of the code. What was translated stays; what the code no longer says is kept as
 * obsolete, for a sentence that comes back and for who translates its successor.
 */
export function merged(
  before: GetTextTranslations,
  found: readonly Found[],
  language: string,
): GetTextTranslations {
  const old = translationsOf(before);
  const kept = new Map(
    [...translationsOf({ ...before, translations: before.obsolete ?? {} }), ...old].map(([key, one]) => [
      key,
      one,
    ]),
  );
  const forms = pluralForms(language).length;
  const translations: GetTextTranslations['translations'] = {
    '': { '': before.translations['']?.[''] ?? { msgid: '', msgstr: [''] } },
  };
  for (const one of found) {
    const here = (translations[one.context] ??= {});
    here[one.message] = entryOf(one, kept.get(keyOf(one)), forms);
  }
  const current = new Set(found.map(keyOf));
  const obsolete: GetTextTranslations['translations'] = {};
  for (const [key, one] of kept) {
    if (current.has(key) || one.msgstr.every((text) => text === '')) continue;
    (obsolete[one.msgctxt ?? ''] ??= {})[one.msgid] = { ...one, obsolete: true };
  }
  return { ...before, translations, obsolete };
}

function entryOf(found: Found, old: GetTextTranslation | undefined, forms: number): GetTextTranslation {
  const { message, several, context, files, comments } = found;
  const count = several === undefined ? 1 : forms;
  const isFuzzy = /\bfuzzy\b/.test(old?.comments?.flag ?? '');
  const flags = [
    ...(isFuzzy ? ['fuzzy'] : []),
    ...(placesOf(`${message}${several ?? ''}`).length > 0 ? ['python-brace-format'] : []),
  ];
  return {
    ...(context === '' ? {} : { msgctxt: context }),
    msgid: message,
    ...(several === undefined ? {} : { msgid_plural: several }),
    msgstr: Array.from({ length: count }, (_, index) => old?.msgstr[index] ?? ''),
    comments: {
      ...(old?.comments?.translator === undefined ? {} : { translator: old.comments.translator }),
      reference: files.join('\n'),
      ...(comments.length === 0 ? {} : { extracted: comments.join('\n') }),
      ...(flags.length === 0 ? {} : { flag: flags.join(', ') }),
    },
  };
}

/** What a catalogue lacks, has too much, or has wrong. */
export function reportOf(catalogue: GetTextTranslations, found: readonly Found[], language: string): Report {
  const translated = translationsOf(catalogue);
  const current = new Set(found.map(keyOf));
  const forms = pluralForms(language).length;
  return {
    missing: found
      .filter((one) => !isTranslated(translated.get(keyOf(one))))
      .map(({ message, files }) => `${files[0] ?? ''}: ${message}`),
    stale: [...translated].filter(([key]) => !current.has(key)).map(([, { msgid }]) => msgid),
    wrong: found.flatMap((one) => mistakesOf(one, translated.get(keyOf(one)), forms)),
  };
}

function mistakesOf(found: Found, entry: GetTextTranslation | undefined, forms: number): readonly string[] {
  if (entry === undefined || !isTranslated(entry)) return [];
  const count = found.several === undefined ? 1 : forms;
  if (entry.msgstr.length !== count)
    return [`“${found.message}” has ${entry.msgstr.length} forms, not ${count}`];
  const wanted = new Set(placesOf(`${found.message} ${found.several ?? ''}`));
  // What is said of one may leave out how many.
  const needed = placesOf(found.message);
  return entry.msgstr.flatMap((text, index) => {
    const places = placesOf(text);
    const missing = (index === 0 ? needed : [...wanted]).filter((place) => !places.includes(place));
    const strange = places.filter((place) => !wanted.has(place));
    return [
      ...missing.map((place) => `“${text}” lacks {${place}}`),
      ...strange.map((place) => `“${text}” has {${place}}, which nothing fills`),
    ];
  });
}

function isTranslated(entry: GetTextTranslation | undefined): boolean {
  return (
    entry !== undefined &&
    entry.msgstr.every((text) => text !== '') &&
    !/\bfuzzy\b/.test(entry.comments?.flag ?? '')
  );
}

function placesOf(text: string): readonly string[] {
  return [...text.matchAll(/\{([A-Za-z0-9]+)\}/g)].map(([, name = '']) => name);
}

function translationsOf({
  translations,
}: Pick<GetTextTranslations, 'translations'>): Map<string, GetTextTranslation> {
  const all = Object.entries(translations).flatMap(([context, entries]) =>
    Object.values(entries).map((entry): [string, GetTextTranslation] => [
      keyOf({ context, message: entry.msgid }),
      entry,
    ]),
  );
  return new Map(all.filter(([, { msgid }]) => msgid !== ''));
}

/** The catalogue as the text of its file. */
export function textOf(catalogue: GetTextTranslations): string {
  // One sentence a line: a word that changes then changes one line.
  return `${po.compile(catalogue, { foldLength: 0 }).toString('utf8').trimEnd()}\n`;
}
