import type { SettingValue } from '../setting-value.js';
import { say, many, quantity, type Value } from '../words/sentence.js';
import { usageFailure } from './failure.js';

/** A value as it can be typed again; of a table only how many rows it has. */
export function typed(value: SettingValue): Value {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value !== 'object') return String(value);
  const rows = value.filter((one) => typeof one !== 'string').length;
  if (rows === 0) return value.map(String).join(', ');
  return many(
    rows,
    say`(1 row: see "eboxctl rows list")`,
    say`(${{ count: quantity(rows) }} rows: see "eboxctl rows list")`,
  );
}

/** `NAME=VALUE`, as it can be typed again. */
export function assignment(name: string, value: SettingValue): Value {
  const shown = typed(value);
  return typeof shown === 'object' ? say`${{ name }}: ${{ rows: shown }}` : `${name}=${shown}`;
}

/** `NAME=VALUE` operands. @throws CommandFailure of the usage */
export function assignments(texts: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    texts.map((text) => {
      const at = text.indexOf('=');
      if (at < 1) throw usageFailure(say`"${{ text }}" is not NAME=VALUE.`);
      return [text.slice(0, at), text.slice(at + 1)];
    }),
  );
}
