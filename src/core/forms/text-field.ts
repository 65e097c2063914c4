import { blankField, type FieldView, type FormState } from './field-view.js';
import { type Sentence } from '../words/sentence.js';

/** A text control that is not a module's setting. */
export interface TextControl {
  readonly name: string;
  readonly label: Sentence;
  readonly help?: Sentence;
  readonly kind?: 'text' | 'password';
  readonly autocomplete?: string;
  readonly required?: boolean;
}

/** A text or password control. Passwords are never sent back to the browser. */
export function textField(control: TextControl, state: FormState): FieldView {
  const kind = control.kind ?? 'text';
  const value = state.values[control.name];
  return {
    ...blankField(control.name, control.label),
    control: kind,
    value: kind === 'password' || typeof value !== 'string' ? '' : value,
    help: control.help ?? '',
    error: state.errors[control.name] ?? '',
    autocomplete: control.autocomplete ?? 'off',
    required: control.required ?? false,
  };
}
