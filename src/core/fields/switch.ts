import { choice, type ChoiceField } from './choice.js';
import type { Choice, Field, FieldWords } from './field.js';
import { lineOf } from './single.js';

/** Something that is on or off. The names and words of both are the module's: "enabled" and "disabled". */
export interface SwitchField extends FieldWords {
  readonly on: Choice;
  readonly off: Choice;
}

/** A field that is on or off. In the shell it is a choice between two words; a form sends `on`'s value, or nothing. */
export function onOff({ on, off, ...words }: SwitchField): Field {
  const asChoice: ChoiceField = { ...words, choices: [on, off] };
  const field = choice(asChoice);
  return {
    ...field,
    show: (value) => ({
      template: 'switch',
      value: on.value,
      ticked: lineOf(value ?? off.value) === on.value,
      choices: [on, off],
    }),
    readForm: (form, name) => form.get(name) ?? off.value,
  };
}
