import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { po } from 'gettext-parser';
import { Languages } from '../../src/core/words/languages.js';
import { catalogueOf, messageKey, type Texts } from '../../src/core/words/texts.js';

/**
 * What a catalogue in the form of gettext says, as the panel reads it. What is not translated, or marked as unsure (fuzzy),
 * is not there.
 */
export function compiled(catalogue: Uint8Array): Texts {
  const texts: Record<string, readonly string[]> = {};
  for (const [context, messages] of Object.entries(po.parse(Buffer.from(catalogue)).translations))
    for (const { msgid, msgstr, comments } of Object.values(messages)) {
      const isUnsure = (comments?.flag ?? '').split(/,\s*/).includes('fuzzy');
      if (msgid !== '' && !isUnsure && msgstr.every((text) => text !== ''))
        texts[messageKey(msgid, context)] = msgstr;
    }
  return texts;
}

/** The texts of each language below `languages/`, by its BCP 47 tag. */
export function compiledIn(folder: string): ReadonlyMap<string, Texts> {
  const files = readdirSync(folder).filter((name) => name.endsWith('.po'));
  return new Map(files.map((name) => [basename(name, '.po'), compiled(readFileSync(join(folder, name)))]));
}

/** The languages below `languages/`, without a build. */
export function languagesIn(folder: string): Languages {
  return new Languages(
    [...compiledIn(folder)].map(([language, texts]) => catalogueOf(language, () => texts)),
  );
}
