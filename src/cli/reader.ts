import { join } from 'node:path';
import { englishOnly, localeWishes } from '../core/words/languages.js';
import type { Reader } from '../core/words/reader.js';
import { projectRoot } from '../system/project-root.js';

/** Who reads in the shell: in the language of its locale, by its own clock. Catalogues are read only where one is wanted. */
export async function shellReader(
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Reader> {
  const wishes = localeWishes(environment);
  if (wishes.length === 0 || /^en\b/.test(wishes[0] ?? '')) return englishOnly.reader('en');
  const { readLanguages } = await import('../system/languages.js');
  const languages = readLanguages(join(projectRoot, 'languages'));
  return languages.reader(languages.choose(wishes));
}
