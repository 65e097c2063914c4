import type { Field } from '../core/fields/field.js';
import type { ChoiceHelp, Warning } from '../core/module/index.js';
import type { ClientView } from '../services/findings/client-view.js';
import type { FieldView, FindingView, FormState, WarningView } from '../core/forms/field-view.js';
import { focusFirstError } from '../core/forms/focus.js';
import { settingFields } from '../core/forms/setting-fields.js';

/**
 * The controls of a settings page.
 * @param advice about the draft's settings; none when the form shows something else
 * @param found what a client found at the last look, or null
 */
export function settingsFields(
  fields: readonly Field[],
  form: FormState,
  advice: readonly Warning[],
  found: ClientView | null,
): readonly FieldView[] {
  return focusFirstError(settingFields(fields, form)).map((field) => ({
    ...field,
    warnings: warningsOf(advice, field.name),
    findings: findingsOf(found, field.name),
  }));
}

/** The same fields, whose choices say what they mean on this machine. */
export function withChoiceHelp(fields: readonly FieldView[], help: ChoiceHelp): readonly FieldView[] {
  return fields.map((field) => ({
    ...field,
    choices: field.choices.map((choice) => ({
      ...choice,
      help: help[field.name]?.[choice.value] ?? choice.help,
    })),
  }));
}

/** Advice about one setting, or about none (`''`). */
export function warningsOf(advice: readonly Warning[], setting: string): readonly WarningView[] {
  return advice
    .filter((warning) => warning.setting === setting)
    .map(({ sentence, lines, others, remedy }) => ({
      sentence,
      lines,
      others: others ?? null,
      remedy: remedy ?? null,
    }));
}

/** What a client found that tells about one setting, or about none (`''`). */
export function findingsOf(found: ClientView | null, setting: string): readonly FindingView[] {
  return (found?.findings ?? [])
    .filter((finding) => finding.setting === setting)
    .map(({ title, sentence, asPromised }) => ({ title, sentence, asPromised }));
}

/** When a client looked last, in ISO 8601, or `''`. */
export function lookedAt(found: ClientView | null): string {
  return found?.when ?? '';
}
