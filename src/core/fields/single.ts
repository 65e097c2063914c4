import type { SettingValue } from '../setting-value.js';
import { equal } from './equal.js';
import type { Control, Difference, Field, FieldMerge, FieldWords } from './field.js';
import { say, type Sentence, verbatim } from '../words/sentence.js';

/** What is left to say of a field whose value changes as a whole. */
export type Own = Pick<Field, 'readForm' | 'readText' | 'typed' | 'describe' | 'others'> &
  Partial<Pick<Field, 'inFewWords'>> & {
    readonly control: (value: SettingValue | undefined) => Partial<Control> & Pick<Control, 'template'>;
  };

/** A field whose value changes as a whole. */
export function single(words: FieldWords, { control, ...own }: Own): Field {
  return {
    ...words,
    inFewWords: (value) => [own.describe(value)],
    ...own,
    show: (value) => ({ value: '', ticked: false, choices: [], ...control(value) }),
    differences: (before, after): readonly Difference[] =>
      equal(before, after)
        ? []
        : [{ path: '', label: words.label, before: own.describe(before), after: own.describe(after) }],
    merge: mergeSingle,
  };
}

/** What I left as it was is theirs; what both changed is mine, and is named. */
export function mergeSingle(
  base: SettingValue | undefined,
  mine: SettingValue,
  theirs: SettingValue | undefined,
): FieldMerge {
  const isMine = !equal(mine, base);
  const isTheirs = !equal(theirs, base);
  if (!isMine && isTheirs && theirs !== undefined) return { value: theirs, theirs: [''], both: [] };
  return { value: mine, theirs: [], both: isMine && isTheirs && !equal(theirs, mine) ? [''] : [] };
}

/** What a form sent under this name, as it is, for the schema to judge. */
export const sent: Field['readForm'] = (form, name) => form.get(name);

/** A value as one line of text; '' where it is none. */
export function lineOf(value: SettingValue | undefined): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** A value as it stands, or {@link NOTHING}. */
export function shownText(text: string): Sentence {
  return text === '' ? NOTHING : verbatim(text);
}

/** What is said of a value that is not there. */
export const NOTHING: Sentence = say`(nothing)`;
