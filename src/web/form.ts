import type { FieldErrors, SettingField, Settings, SettingValue } from '../core/settings.js';
import type { FormFields } from './visit.js';

/** One control of a form as the template `partials/field` shows it. */
export interface FieldView {
  readonly id: string;
  readonly name: string;
  readonly label: string;
  readonly kind: 'text' | 'tick' | 'choice' | 'password';
  readonly value: string;
  readonly ticked: boolean;
  readonly choices: readonly { readonly value: string; readonly label: string; readonly help: string }[];
  readonly help: string;
  /** What is wrong with it, or `''`. */
  readonly error: string;
  /** True for the first field with an error: the page opens there. */
  readonly focus: boolean;
  /** The HTML attribute of that name: what the browser may fill in. */
  readonly autocomplete: string;
  readonly required: boolean;
  /** Advice about the value that is allowed all the same. */
  readonly warnings: readonly WarningView[];
  /** What a client found of it at the last look. */
  readonly findings: readonly FindingView[];
}

/** What a client found at the service. */
export interface FindingView {
  readonly title: string;
  readonly sentence: string;
  /** Whether it is what the saved settings promise. */
  readonly asPromised: boolean;
}

/** Advice with lines to copy. */
export interface WarningView {
  readonly sentence: string;
  readonly lines: readonly string[];
  /** Shown folded; null when there are none. */
  readonly others: { readonly summary: string; readonly lines: readonly string[] } | null;
}

/** A text control that is not a module's setting. */
export interface TextControl {
  readonly name: string;
  readonly label: string;
  readonly help?: string;
  readonly kind?: 'text' | 'password';
  readonly autocomplete?: string;
  readonly required?: boolean;
}

/** What a form's controls are filled with. */
export interface FormState {
  readonly values: Settings;
  readonly errors: FieldErrors;
}

/** Whether a field is one that the panel itself puts into forms: `_token`, `_version`. No setting is called so. */
export function isOwnField(name: string): boolean {
  return /^_[a-z]+$/.test(name);
}

/** The controls of a module's fields. `prefix` keeps the names of two modules apart on one page. */
export function settingFields(fields: readonly SettingField[], state: FormState, prefix = ''): FieldView[] {
  return fields.map((field) => {
    const value = state.values[field.name];
    return {
      ...blank(`${prefix}${field.name}`, field.label),
      kind: field.kind,
      value: typeof value === 'string' ? value : '',
      ticked: value === true,
      choices: (field.choices ?? []).map((choice) => ({
        value: choice.value,
        label: choice.label,
        help: choice.help ?? '',
      })),
      help: field.help,
      error: state.errors[field.name] ?? '',
    };
  });
}

/** A text or password control. Passwords are never sent back to the browser. */
export function textField(control: TextControl, state: FormState): FieldView {
  const kind = control.kind ?? 'text';
  const value = state.values[control.name];
  return {
    ...blank(control.name, control.label),
    kind,
    value: kind === 'password' || typeof value !== 'string' ? '' : value,
    help: control.help ?? '',
    error: state.errors[control.name] ?? '',
    autocomplete: control.autocomplete ?? 'off',
    required: control.required ?? false,
  };
}

/** The same controls, with the first one that has an error to be opened at. */
export function focusFirstError(fields: readonly FieldView[]): readonly FieldView[] {
  const first = fields.find((field) => field.error !== '');
  return fields.map((field) => (field === first ? { ...field, focus: true } : field));
}

function blank(name: string, label: string): FieldView {
  return {
    id: `field-${name.replaceAll('.', '-')}`,
    name,
    label,
    kind: 'text',
    value: '',
    ticked: false,
    choices: [],
    help: '',
    error: '',
    focus: false,
    autocomplete: 'off',
    required: false,
    warnings: [],
    findings: [],
  };
}

/**
 * What a form says about a module's settings, for the module's strict schema to judge: a tick box that is not there is
 * false and `on` is true, anything else stays the text that it is, and what is no field at all is kept, so that the
 * schema refuses it.
 */
export function settingsFrom(form: FormFields, fields: readonly SettingField[], prefix = ''): Settings {
  const sent = [...form].filter(([name]) => name.startsWith(prefix) && !isOwnField(name));
  const values = new Map<string, SettingValue>(sent.map(([name, text]) => [name.slice(prefix.length), text]));
  for (const field of fields) {
    const text = values.get(field.name);
    if (field.kind === 'tick' && text === undefined) values.set(field.name, false);
    if (field.kind === 'tick' && text === 'on') values.set(field.name, true);
  }
  return Object.fromEntries(values);
}
