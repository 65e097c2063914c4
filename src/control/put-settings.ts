import { equal } from '../core/fields/equal.js';
import { check, type FieldErrors, type Settings } from '../core/settings.js';
import type { Actor } from '../core/act.js';
import type { ApplyOutcome, SettingsView } from '../services/saving/draft-settings.js';
import { say, type Sentence } from '../core/words/sentence.js';
import type { Deps } from './deps.js';
import { perform } from '../core/shell/perform.js';
import { conflict, invalid } from '../core/shell/refusal.js';
import { errorsInWords } from './row-path.js';

/** What comes back where nothing was to be done. */
export const unchanged = { changed: false, sentence: say`Nothing was changed.` };

/**
 * Puts a module's settings into the draft, as "Apply Changes" does: with `yes` where the page would ask first.
 * @throws Refusal with the sentences of the page
 */
export async function putSettings(
  { acts }: Pick<Deps, 'acts'>,
  actor: Actor,
  { module, settings: before, version }: SettingsView,
  { values, yes }: { readonly values: Settings; readonly yes: boolean },
): Promise<{ changed: boolean; sentence: Sentence }> {
  const { fields, schema } = module.settings;
  const checked = check<Settings>(schema, values);
  if (!checked.ok) throw invalid(errorsInWords(fields, values, checked.errors));
  if (equal(checked.value, before)) return unchanged;
  const wanted = { module: module.id, values, version };
  const outcome = await perform(acts.applySettings, wanted, actor, yes);
  return notedAnswer(outcome, (errors) => errorsInWords(fields, values, errors));
}

/** What is answered once settings are in the draft. Throws a Refusal where they are not. */
export function notedAnswer(
  outcome: ApplyOutcome,
  words: (errors: FieldErrors) => FieldErrors = (errors) => errors,
): { changed: boolean; sentence: Sentence } {
  switch (outcome.kind) {
    case 'invalid':
      throw invalid(words(outcome.errors));
    case 'conflict':
      throw conflict();
    case 'applied':
      return outcome.changed
        ? {
            changed: true,
            sentence: say`The changes are in the draft. They take effect after "eboxctl save".`,
          }
        : unchanged;
  }
}
