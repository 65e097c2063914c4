import type { SettingValue } from '../setting-value.js';
import { say } from '../words/sentence.js';
import { usageFailure } from './failure.js';

/** A value as it can be typed again. */
export function typed(value: SettingValue): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value !== 'object') return String(value);
  const rows = value.filter((one) => typeof one !== 'string').length;
  return rows === 0 ? value.map(String).join(', ') : `(${rows} rows: see "eboxctl rows list")`;
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
