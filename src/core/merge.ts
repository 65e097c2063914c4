import { pathOf, type Field } from './fields/field.js';
import { mergeSingle } from './fields/single.js';
import type { Settings, SettingValue } from './setting-value.js';

/** What two people made of the same values. */
export interface Merge {
  readonly values: Settings;
  /** What only they changed, by {@link pathOf}: it was taken. */
  readonly theirs: readonly string[];
  /** What both changed, each to something else: these values are mine, until the administrator decides. */
  readonly both: readonly string[];
}

/**
 * Joins two changes of the same values: what I left as it was is theirs.
 * @param fields how their values are joined; a value of no field is joined as a whole
 * @param base what I began with
 * @param mine what I made of it; a field that is not there is none of the result
 * @param theirs what stands there by now
 */
export function merge(
  fields: readonly Pick<Field, 'name' | 'merge'>[],
  base: Settings,
  mine: Settings,
  theirs: Settings,
): Merge {
  const merged = Object.entries(mine).map(([name, value]) => {
    const join = fields.find((field) => field.name === name)?.merge ?? mergeSingle;
    return { name, ...join(base[name], value, theirs[name]) };
  });
  const named = (which: 'theirs' | 'both'): readonly string[] =>
    merged.flatMap((one) => one[which].map((path) => pathOf(one, path)));
  return {
    values: Object.fromEntries(merged.map(({ name, value }): [string, SettingValue] => [name, value])),
    theirs: named('theirs'),
    both: named('both'),
  };
}
