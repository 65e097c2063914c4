import { typed } from '../core/shell/typed.js';
import type { SettingValue } from '../core/setting-value.js';
import { say, type Sentence, type Value } from '../core/words/sentence.js';

/** Beside a pending value: what the daemons run with. */
export function activeValue(value: SettingValue): Sentence {
  return say`(active: ${{ value: typed(value) }})`;
}

/** What a setting is called, and what can be chosen: these are typed as they stand. */
export function labelWithChoices({
  label,
  choices,
}: {
  readonly label: Value;
  readonly choices: readonly string[];
}): Value {
  return choices.length === 0 ? label : say`${{ label }}: ${{ choices: choices.join(', ') }}`;
}
