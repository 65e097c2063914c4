import type { Request } from 'express';
import type { Field } from '../../../core/fields/field.js';
import { type FieldErrors, type Settings, eachOnce } from '../../../core/settings.js';
import { say, type Sentence } from '../../../core/words/sentence.js';
import type { SettingDifference } from '../../../services/saving/setting-differences.js';
import { BASE_FIELD } from '../../base.js';
import type { FormState } from '../../../core/forms/field-view.js';
import { fieldOf } from '../../visit.js';

/** What a form shows when it is not simply the draft. */
export interface Shown {
  readonly form: FormState;
  readonly status: number;
  /** What the form was read at. */
  readonly version: number;
  /** What the form began with, for when it comes back: JSON, or '' when that is not known. */
  readonly base: string;
  /** What somebody else made of the draft meanwhile, where it is not what stands in the form. */
  readonly conflicts?: readonly SettingDifference[];
}

/** What a form that came too late says that it began with. */
export function lateStart(request: Request): Pick<Shown, 'status' | 'version' | 'base'> {
  return {
    status: 200,
    version: Number(fieldOf(request, '_version')),
    base: fieldOf(request, BASE_FIELD),
  };
}

/** What the form began with: of the draft, where the form is as new as that. */
export function baseOf(values: Settings, version: number, now: number): string {
  return version === now ? JSON.stringify(values) : '';
}

/** That the form was taken beside what another administrator changed. */
export const keptOfOthers: Sentence = say`Changes that another administrator made meanwhile were kept.`;

/** What is said when somebody else changed the settings, and nothing of what stands in this form. */
export function quicker(conflicts: readonly SettingDifference[]): FieldErrors {
  const sentence = say`Another administrator changed the settings just now. Press “Apply Changes” again.`;
  return conflicts.length > 0 ? {} : { '': sentence };
}

/**
 * The errors as a page can show them: those of its fields by their names, and all others as one message, under ''.
 * @param path of what the page shows: `domains.2`, or '' for the module's settings
 */
export function errorsShown(errors: FieldErrors, path: string, fields: readonly Field[]): FieldErrors {
  const prefix = path === '' ? '' : `${path}.`;
  const isOfField = (name: string): boolean =>
    fields.some((field) => name === field.name || name.startsWith(`${field.name}.`));
  const own: [string, Sentence][] = [];
  const others: Sentence[] = [];
  for (const [name, sentence] of Object.entries(errors)) {
    const below = name.startsWith(prefix) ? name.slice(prefix.length) : '';
    if (isOfField(below)) own.push([below, sentence]);
    else others.push(sentence);
  }
  return { ...Object.fromEntries(own), ...(others.length === 0 ? {} : { '': eachOnce(others) }) };
}
