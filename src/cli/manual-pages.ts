import type { Languages } from '../core/words/languages.js';
import type { Command } from './command.js';
import { manualPage } from './manual.js';

/** The manual page in each language, by its path below man's folders, where `man` itself is one: `eboxctl.1`, `es/eboxctl.1`. */
export function manualPages(commands: readonly Command[], languages: Languages): ReadonlyMap<string, string> {
  return new Map(
    languages.all.map(({ language }) => [
      language === 'en' ? 'eboxctl.1' : `${language.replace('-', '_')}/eboxctl.1`,
      manualPage(commands, languages.reader(language)),
    ]),
  );
}
