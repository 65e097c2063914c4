import type { Catalogue } from '../../src/core/words/reader.js';

/**
 * A language in which every message stands between marks and is 40 % longer, so that a text that nobody can translate is
 * seen, and a page that is too narrow for long words.
 * @param language decides the direction and the plural forms: `en-XA`, `ar`
 */
export function pseudoLanguage(language: string): Catalogue {
  return {
    language,
    find: (message) => Array.from({ length: 6 }, () => pseudo(message)),
  };
}

function pseudo(message: string): string {
  const more = '~'.repeat(Math.ceil(message.length * 0.4)).replace(/~{9}/g, '$& ');
  return `⟦${message} ${more}⟧`;
}
