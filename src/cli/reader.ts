import { join } from 'node:path';
import { englishOnly, localeWishes } from '../core/words/languages.js';
import type { Reader } from '../core/words/reader.js';
import { projectRoot } from '../system/project-root.js';

/** The user at the terminal, who reads in the language of the locale. Catalogues are read only for another language than English. */
export async function shellReader(
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Reader> {
  const wishes = localeWishes(environment);
  if (wishes.length === 0 || /^en\b/.test(wishes[0] ?? ''))
    return englishOnly.reader('en', { isolates: false });
  const { readLanguages } = await import('../system/languages.js');
  const languages = readLanguages(join(projectRoot, 'dist/languages'));
  return languages.reader(languages.choose(wishes), { isolates: false });
}
