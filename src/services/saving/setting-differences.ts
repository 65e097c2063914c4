import { pathOf, type Field } from '../../core/fields/field.js';
import type { Settings } from '../../core/settings.js';
import { type Sentence } from '../../core/words/sentence.js';

/** One setting, or row of a setting, of which two people, or two moments, say different things. */
export interface SettingDifference {
  /** The setting's name, or the path of the row; see {@link pathOf}. */
  readonly path: string;
  readonly label: Sentence;
  readonly yours: Sentence;
  readonly theirs: Sentence;
}

/** Where two sets of values differ. */
export function settingDifferences(
  fields: readonly Field[],
  yours: Settings,
  theirs: Settings,
): readonly SettingDifference[] {
  return fields.flatMap((field) =>
    field.differences(theirs[field.name], yours[field.name]).map(({ path, label, before, after }) => ({
      path: pathOf(field, path),
      label,
      yours: after,
      theirs: before,
    })),
  );
}
