import type { Settings, SettingValue } from './settings.js';

/** What two people made of the same values. */
export interface Merge {
  readonly values: Settings;
  /** What only they changed: it was taken. */
  readonly theirs: readonly string[];
  /** What both changed, each to something else: these values are mine, and somebody must decide. */
  readonly both: readonly string[];
}

/**
 * Joins two changes of the same values: what I left as it was is theirs.
 * @param base what I began with
 * @param mine what I made of it; a field that is not there is none of the result
 * @param theirs what stands there by now
 */
export function merge(base: Settings, mine: Settings, theirs: Settings): Merge {
  const names = Object.keys(mine);
  const isTheirs = (name: string): boolean =>
    mine[name] === base[name] && theirs[name] !== undefined && theirs[name] !== base[name];
  const isBoth = (name: string): boolean =>
    mine[name] !== base[name] && theirs[name] !== base[name] && theirs[name] !== mine[name];
  const values = Object.entries(mine).map(([name, value]): [string, SettingValue] => [
    name,
    isTheirs(name) ? (theirs[name] ?? value) : value,
  ]);
  return {
    values: Object.fromEntries(values),
    theirs: names.filter(isTheirs),
    both: names.filter(isBoth),
  };
}
