import type { Act } from '../../../core/act.js';
import { say } from '../../../core/words/sentence.js';
import type { OwnLanguage } from '../own-language.js';

/** Chooses the language of the pages that the administrator reads; `''` leaves it to the browser. */
export function chooseLanguage(
  language: OwnLanguage,
): Act<{ readonly language: string }, { readonly kind: 'chosen' | 'unchanged' }> {
  const what = say`Language of the pages changed`;
  return {
    name: 'account.choose-language',
    title: () => what,
    check: (wanted) => (wanted.language === language.chosen ? { kind: 'unchanged' } : null),
    async do(wanted, { record }) {
      const before = language.chosen;
      await language.choose(wanted.language);
      await record({ what, before: wordOf(before), after: wordOf(wanted.language) });
      return { kind: 'chosen' };
    },
  };
}

function wordOf(language: string): string {
  return language === '' ? 'browser' : language;
}
