import type { z } from 'zod';
import type { Field } from './fields/field.js';
import type { Settings } from './setting-value.js';
import { passage, type Sentence } from './words/sentence.js';
import { heard } from './words/told.js';

export type { Row, Settings, SettingValue } from './setting-value.js';

/** A module's settings: the schema that checks them, how they are asked for, and what they are at first. */
export interface SettingsForm<S extends Settings> {
  /** Strict: refuses what it does not know. Its messages ({@link told}) are shown at the field. */
  readonly schema: z.ZodType<S>;
  readonly fields: readonly Field[];
  readonly defaults: S;
}

/**
 * Field name → the sentence that says what is wrong with it and what to do. A cell of a table is named by its path:
 * `hosts.0.name`.
 */
export type FieldErrors = Readonly<Record<string, Sentence>>;

/** Either the checked value, or what is wrong at which field. */
export type Checked<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly errors: FieldErrors };

/** Checks `input` with `schema`; the first message of each field is kept. Errors of no field go under `''`. */
export function check<T>(schema: z.ZodType<T>, input: unknown): Checked<T> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return { ok: true, value: parsed.data };
  const errors: Record<string, Sentence> = {};
  for (const issue of parsed.error.issues) {
    const field = issue.path.map(String).join('.');
    errors[field] ??= heard(issue.message);
  }
  return { ok: false, errors };
}

/** Several sentences as one; one that stands there twice is said once. */
export function eachOnce(sentences: readonly Sentence[]): Sentence {
  return passage(...new Map(sentences.map((sentence) => [JSON.stringify(sentence), sentence])).values());
}

/** The errors of what stands below a path, named from there: `hosts.0.name` below `hosts.0` is `name`. */
export function errorsBelow(errors: FieldErrors, path: string): FieldErrors {
  const below = Object.entries(errors).filter(([name]) => name.startsWith(`${path}.`));
  return Object.fromEntries(below.map(([name, sentence]) => [name.slice(path.length + 1), sentence]));
}
