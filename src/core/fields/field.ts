import type { Row, SettingValue } from '../setting-value.js';
import type { Sentence } from '../words/sentence.js';

/** One choice of a field. */
export interface Choice {
  readonly value: string;
  readonly label: Sentence;
  /** What choosing it means for users. */
  readonly help?: Sentence;
  /** True of the one that fits most. */
  readonly isRecommended?: boolean;
}

/** How a field is shown on a page: a template below `views/partials/controls/`, and what it is filled with. */
export interface Control {
  readonly template: string;
  /** What stands in it, as text. */
  readonly value: string;
  readonly ticked: boolean;
  readonly choices: readonly Choice[];
}

/** One thing that differs between two values of a field, as people read it. */
export interface Difference {
  /** Names it among the differences of the field: `''` for the whole value, else the ids and names that lead there. */
  readonly path: string;
  readonly label: Sentence;
  readonly before: Sentence;
  readonly after: Sentence;
}

/** Names one difference among those of all fields: the field, then {@link Difference.path}. */
export function pathOf({ name }: Pick<FieldWords, 'name'>, path: string): string {
  return path === '' ? name : `${name}.${path}`;
}

/** What two people made of the same value. */
export interface FieldMerge {
  readonly value: SettingValue;
  /** What only they changed, by {@link Difference.path}: it was taken. */
  readonly theirs: readonly string[];
  /** What both changed, each to something else: mine stays until the administrator decides. */
  readonly both: readonly string[];
}

/** A text as it was typed, read as a value. */
export type ReadText =
  { readonly ok: true; readonly value: SettingValue } | { readonly ok: false; readonly reason: Sentence };

/** What a form sent: control name → text. */
export type FormTexts = ReadonlyMap<string, string>;

/** What is said of one row of a table. Each is a message of its own, since a noun does not go into every sentence. */
export interface RowWords {
  /** What a row is, as a heading: "Host". */
  readonly one: Sentence;
  /** The button that adds one: "Add Host". */
  readonly add: Sentence;
}

/** What a field that is a table adds. */
export interface Table {
  readonly fields: readonly Field[];
  readonly words: RowWords;
  /** True when each row has a page of its own, since a row has tables, too. */
  readonly hasPages: boolean;
  /** What a row is called: what was typed into its first field. */
  titleOf(row: Row): string;
}

/** What every field says of itself. */
export interface FieldWords {
  readonly name: string;
  /** The control's label, as in the eBox manual. */
  readonly label: Sentence;
  /** What the setting means for a client, in one or two sentences. */
  readonly help: Sentence | '';
  /** The values of the choice before it with which it says anything; it says something with each if left out. */
  readonly onlyWith?: readonly string[];
  /** The path of the page where it is asked for, when that is not the module's settings page. */
  readonly askedAt?: string;
}

/**
 * One setting: how it is asked for on a page and in the shell, told, compared and joined. Whether a value is right, the
 * module's schema says: what is read here may be anything that somebody typed.
 */
export interface Field extends FieldWords {
  show(value: SettingValue | undefined): Control;
  /**
   * What a form says about it.
   * @param name the control's name in the form; a table's cells are `NAME.INDEX.FIELD`
   * @param newId gives a new row its id
   * @returns undefined when the form does not name it
   */
  readForm(form: FormTexts, name: string, newId: () => string): SettingValue | undefined;
  /** What a text in the shell says. */
  readText(text: string, newId: () => string): ReadText;
  /** A value as it can be typed again in the shell. */
  typed(value: SettingValue): string;
  /** As people read it: "yes", "no", a choice's label, or the text. */
  describe(value: SettingValue | undefined): Sentence;
  /** In a list of what somebody has, where "yes" alone says nothing. Empty when there is nothing to say. */
  inFewWords(value: SettingValue | undefined): readonly Sentence[];
  differences(before: SettingValue | undefined, after: SettingValue | undefined): readonly Difference[];
  /** Joins two changes of the same value: what I left as it was is theirs. */
  merge(base: SettingValue | undefined, mine: SettingValue, theirs: SettingValue | undefined): FieldMerge;
  /** Other valid values, each with its label, so that what a change would do can be worked out. */
  others(
    now: SettingValue | undefined,
  ): readonly { readonly value: SettingValue; readonly label: Sentence }[];
  /** Only of a field that is a table. */
  readonly table?: Table;
}
