import { equal } from '../core/fields/equal.js';
import { check, type Settings } from '../core/settings.js';
import type { Actor } from '../core/act.js';
import { applyAudited } from '../services/saving/audited-settings.js';
import type { SettingsView } from '../services/saving/draft-settings.js';
import type { Deps } from './deps.js';
import { conflict, invalid, needsYes } from './refusal.js';
import { errorsInWords } from './row-path.js';

/** What comes back where nothing was to be done. */
export const unchanged = { changed: false, sentence: 'Nothing was changed.' };

/**
 * Puts a module's settings into the draft, as "Apply Changes" does: checked, with `yes` where the page would ask first,
 * and audited.
 * @throws Refusal with the sentences of the page
 */
export async function putSettings(
  { draft, audit }: Pick<Deps, 'draft' | 'audit'>,
  actor: Actor,
  { module, settings: before, version }: SettingsView,
  { values, yes }: { readonly values: Settings; readonly yes: boolean },
): Promise<{ changed: boolean; sentence: string }> {
  const { fields, schema } = module.settings;
  const checked = check<Settings>(schema, values);
  if (!checked.ok) throw invalid(errorsInWords(fields, values, checked.errors));
  if (equal(checked.value, before)) return unchanged;

  const danger = draft.danger(module.id, values);
  if (danger !== null && !yes) throw needsYes([danger]);
  const outcome = await applyAudited({ draft, audit }, actor, {
    module: module.id,
    values,
    version,
    confirmed: yes,
  });
  switch (outcome.kind) {
    case 'invalid':
      throw invalid(errorsInWords(fields, values, outcome.errors));
    case 'conflict':
      throw conflict();
    case 'question':
      throw needsYes([outcome.question.title, ...outcome.question.sentences]);
    case 'applied':
      return outcome.changed
        ? { changed: true, sentence: 'The changes are noted. "eboxctl save" puts them into force.' }
        : unchanged;
  }
}
