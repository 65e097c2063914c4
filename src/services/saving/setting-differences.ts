import { describe, type SettingField, type Settings } from '../../core/settings.js';

/** One setting of which two people, or two moments, say different things. */
export interface SettingDifference {
  readonly name: string;
  readonly label: string;
  readonly yours: string;
  readonly theirs: string;
}

/** The settings in which two sets of values differ. */
export function settingDifferences(
  fields: readonly SettingField[],
  yours: Settings,
  theirs: Settings,
): readonly SettingDifference[] {
  return fields
    .filter(({ name }) => yours[name] !== theirs[name])
    .map((field) => ({
      name: field.name,
      label: field.label,
      yours: describe(field, yours[field.name]),
      theirs: describe(field, theirs[field.name]),
    }));
}
