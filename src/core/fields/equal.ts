import type { Settings, SettingValue } from '../setting-value.js';

type Value = SettingValue | Settings | undefined;

/** Whether two values are the same, whatever the order in which a row's cells were written. */
export function equal(one: Value, other: Value): boolean {
  if (typeof one !== 'object' || typeof other !== 'object') return one === other;
  const [a, b] = [new Map<string, Value>(Object.entries(one)), new Map<string, Value>(Object.entries(other))];
  return a.size === b.size && [...a].every(([name, value]) => b.has(name) && equal(value, b.get(name)));
}
