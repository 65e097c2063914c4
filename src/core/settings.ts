import type { z } from 'zod';

/** One setting's value, as it stands in the draft and in the saved state. */
export type SettingValue = string | boolean;

/** A module's settings: name → value. */
export type Settings = Readonly<Record<string, SettingValue>>;

/** One choice of a field of kind `choice`. */
export interface Choice {
  readonly value: string;
  readonly label: string;
  /** What choosing it means for the people who chat. */
  readonly help?: string;
}

/** How one setting is asked for on a page. */
export interface SettingField {
  readonly name: string;
  /** The control's label, as in the eBox manual. */
  readonly label: string;
  readonly kind: 'text' | 'tick' | 'choice';
  /** What the setting means for a client, in one or two sentences. */
  readonly help: string;
  /** For `choice` only. */
  readonly choices?: readonly Choice[];
  /** The path of the page where it is asked for, when that is not the module's settings page. */
  readonly askedAt?: string;
  /** For `text` only: two valid values, so that what a change would do can be worked out. */
  readonly examples?: readonly string[];
}

/** A module's settings: the schema that checks them, how they are asked for, and what they are at first. */
export interface SettingsForm<S extends Settings> {
  /** Strict: refuses what it does not know. Its messages are shown at the field. */
  readonly schema: z.ZodType<S>;
  readonly fields: readonly SettingField[];
  readonly defaults: S;
}

/** Field name → the sentence that says what is wrong with it and what to do. */
export type FieldErrors = Readonly<Record<string, string>>;

/** Either the checked value, or what is wrong at which field. */
export type Checked<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly errors: FieldErrors };

/** Checks `input` with `schema`; the first message of each field is kept. Errors of no field go under `''`. */
export function check<T>(schema: z.ZodType<T>, input: unknown): Checked<T> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return { ok: true, value: parsed.data };
  const errors: Record<string, string> = {};
  for (const issue of parsed.error.issues) {
    const field = String(issue.path[0] ?? '');
    errors[field] ??= issue.message;
  }
  return { ok: false, errors };
}

/** A setting's value as people read it: "yes", "no", a choice's label, or the text. */
export function describe(field: SettingField, value: SettingValue | undefined): string {
  if (value === undefined || value === '') return '(nothing)';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return field.choices?.find((choice) => choice.value === value)?.label ?? value;
}
