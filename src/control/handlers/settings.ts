import { check, type Settings } from '../../core/settings.js';
import { applyAudited } from '../../services/saving/audited-settings.js';
import type { Deps } from '../deps.js';
import { handle, type Handler } from '../handle.js';
import { conflict, invalid, needsYes } from '../refusal.js';
import { valuesFrom } from '../texts.js';
import { getSettingsVerb, setSettingsVerb } from '../verbs/settings.js';

const CERTIFICATES = 'This is about the certificate: use "eboxctl certificates set".';
const unchanged = { changed: false, sentence: 'Nothing was changed.' };

/** The settings pages. */
export function settingsHandlers(deps: Deps): readonly Handler[] {
  const { registry, draft } = deps;

  async function viewOf(id: string) {
    const { module, settings, saved, warnings } = await draft.view(id);
    const isOn = deps.modules.rows().some((row) => row.module.id === id && row.savedEnabled);
    return {
      id,
      title: module.title,
      enabled: isOn,
      settings: module.settings.fields
        .filter(({ askedAt }) => askedAt === undefined)
        .map((field) => ({
          name: field.name,
          label: field.label,
          value: settings[field.name] ?? '',
          saved: saved[field.name] ?? '',
          choices: field.show(undefined).choices.map(({ value }) => value),
        })),
      warnings: warnings.map(({ setting, sentence, lines, others }) => ({
        setting,
        sentence,
        lines: [...lines],
        others: others === undefined ? null : { summary: others.summary, lines: [...others.lines] },
      })),
    };
  }

  return [
    handle(getSettingsVerb, async ({ module }) => {
      const wanted = module === null ? registry.modules : [registry.get(module)];
      return { modules: await Promise.all(wanted.map(({ id }) => viewOf(id))) };
    }),

    handle(setSettingsVerb, async ({ module: id, values: texts, yes }, actor) => {
      const { module, settings, version } = await draft.view(id);
      const elsewhere = module.settings.fields.filter(({ askedAt }) => askedAt !== undefined);
      const strange = elsewhere.filter(({ name }) => texts[name] !== undefined);
      if (strange.length > 0)
        throw invalid(Object.fromEntries(strange.map(({ name }) => [name, CERTIFICATES])));
      const { values, errors } = valuesFrom(module.settings.fields, settings, texts);
      if (Object.keys(errors).length > 0) throw invalid(errors);
      const checked = check<Settings>(module.settings.schema, values);
      if (!checked.ok) throw invalid(checked.errors);
      if (module.settings.fields.every(({ name }) => checked.value[name] === settings[name]))
        return unchanged;

      const danger = draft.danger(id, values);
      if (danger !== null && !yes) throw needsYes([danger]);
      const outcome = await applyAudited(deps, actor, { module: id, values, version, confirmed: yes });
      switch (outcome.kind) {
        case 'invalid':
          throw invalid(outcome.errors);
        case 'conflict':
          throw conflict();
        case 'question':
          throw needsYes([outcome.question.title, ...outcome.question.sentences]);
        case 'applied':
          return outcome.changed
            ? { changed: true, sentence: 'The changes are noted. "eboxctl save" puts them into force.' }
            : unchanged;
      }
    }),
  ];
}
