import type { Deps } from '../deps.js';
import { handle, type Handler } from '../../core/shell/handle.js';
import { putSettings } from '../put-settings.js';
import { invalid } from '../../core/shell/refusal.js';
import { valuesFrom } from '../texts.js';
import { getSettingsVerb, setSettingsVerb } from '../verbs/settings.js';
import { say } from '../../core/words/sentence.js';

const CERTIFICATES = say`This is a setting of the certificate: use "eboxctl certificates set".`;

/** The settings pages. */
export function settingsHandlers(deps: Deps): readonly Handler[] {
  const { registry, draft } = deps;

  async function viewOf(id: string) {
    const { module, settings, saved } = await draft.view(id);
    const warnings = await draft.warnings(id);
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
      const view = await draft.view(id);
      const { module, settings } = view;
      const elsewhere = module.settings.fields.filter(({ askedAt }) => askedAt !== undefined);
      const strange = elsewhere.filter(({ name }) => texts[name] !== undefined);
      if (strange.length > 0)
        throw invalid(Object.fromEntries(strange.map(({ name }) => [name, CERTIFICATES])));
      const { values, errors } = valuesFrom(module.settings.fields, settings, texts);
      if (Object.keys(errors).length > 0) throw invalid(errors);
      return putSettings(deps, actor, view, { values, yes });
    }),
  ];
}
