import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { po } from 'gettext-parser';
import { Languages } from '../core/words/languages.js';
import type { Catalogue } from '../core/words/reader.js';

/**
 * The catalogues below `languages/`: one file a language, named by its BCP 47 tag, in the form of gettext (PO). Each is read
 * when somebody first reads in its language.
 * @param folder absolute path of `languages`
 */
export function readLanguages(folder: string): Languages {
  const files = readdirSync(folder).filter((name) => name.endsWith('.po'));
  return new Languages(files.map((name) => catalogueOf(basename(name, '.po'), join(folder, name))));
}

function catalogueOf(language: string, path: string): Catalogue {
  let texts: Texts | null = null;
  return {
    language,
    find: (message, context) => (texts ??= readTexts(path)).get(key(message, context)),
  };
}

/** The forms of each message that is translated. */
type Texts = ReadonlyMap<string, readonly string[]>;

/** One language's texts. What is not translated, or marked as unsure (fuzzy), is not there. */
function readTexts(path: string): Texts {
  const { translations } = po.parse(readFileSync(path));
  const texts = new Map<string, readonly string[]>();
  for (const [context, messages] of Object.entries(translations))
    for (const { msgid, msgstr, comments } of Object.values(messages)) {
      const isUnsure = (comments?.flag ?? '').split(/,\s*/).includes('fuzzy');
      if (msgid !== '' && !isUnsure && msgstr.every((text) => text !== ''))
        texts.set(key(msgid, context), msgstr);
    }
  return texts;
}

/** As gettext's own catalogues join the two (its manual, 11.2.1). */
function key(message: string, context: string): string {
  return `${context}\u0004${message}`;
}
