import { choiceOf, MODULE_STATUS, type PanelState } from './draft.js';
import { pathOf } from './fields/field.js';
import type { Module, WatchedValue } from './module/index.js';
import type { Registry } from './registry.js';
import { passage, say, sayOf, type Sentence, verbatim } from './words/sentence.js';

/** One line of the list of what the next save will apply. */
export interface PendingChange {
  readonly module: string;
  readonly moduleTitle: Sentence;
  readonly label: Sentence;
  readonly before: Sentence;
  readonly after: Sentence;
  /** ISO 8601; null for a value that was changed outside the draft. */
  readonly when: string | null;
  readonly who: Sentence | null;
  /** False for what lives outside the draft (administrators): Discard Changes leaves it. */
  readonly discardable: boolean;
  /** What is to be known of it beside that, as a sentence, or ''. */
  readonly note: Sentence | '';
}

/** What a watched value that names nobody may be kept as. */
const NOBODY = '(nobody)';

/** The key under which a watched value is remembered. */
export function watchedKey(module: Pick<Module, 'id'>, value: Pick<WatchedValue, 'name'>): string {
  return `${module.id}.${value.name}`;
}

/** The watched values of a module as the active configuration has them, by their names. */
export function watchedOf({ savedWatched }: PanelState, module: string): Readonly<Record<string, string>> {
  const prefix = watchedKey({ id: module }, { name: '' });
  return Object.fromEntries(
    Object.entries(savedWatched)
      .filter(([key]) => key.startsWith(prefix))
      .map(([key, value]) => [key.slice(prefix.length), value]),
  );
}

/**
 * What differs between the draft and what is saved, in the modules' order.
 * @param watched module id → its watched values now; a module that is off has none
 */
export function pendingChanges(
  state: PanelState,
  registry: Registry,
  watched: Readonly<Record<string, readonly WatchedValue[]>>,
): readonly PendingChange[] {
  return registry.modules.flatMap((module) => [
    ...statusChange(state, module),
    ...settingChanges(state, module),
    ...watchedChanges(state, module, watched[module.id] ?? []),
  ]);
}

function statusChange(state: PanelState, module: Module): readonly PendingChange[] {
  const before = choiceOf(state.saved, module.id).enabled;
  const after = choiceOf(state.draft, module.id).enabled;
  if (before === after) return [];
  const words = (enabled: boolean): Sentence =>
    enabled ? sayOf('a module')`enabled` : sayOf('a module')`disabled`;
  return [pending(state, module, MODULE_STATUS, say`Module status`, words(before), words(after))];
}

function settingChanges(state: PanelState, module: Module): readonly PendingChange[] {
  const before = choiceOf(state.saved, module.id).settings;
  const after = choiceOf(state.draft, module.id).settings;
  return module.settings.fields.flatMap((field) =>
    field
      .differences(before[field.name], after[field.name])
      .map((one) => pending(state, module, pathOf(field, one.path), one.label, one.before, one.after)),
  );
}

function pending(
  state: PanelState,
  module: Module,
  setting: string,
  label: Sentence,
  before: Sentence,
  after: Sentence,
): PendingChange {
  const edit = state.edits.findLast(
    (candidate) => candidate.module === module.id && candidate.setting === setting,
  );
  return {
    module: module.id,
    moduleTitle: module.title,
    label,
    before,
    after,
    when: edit?.when ?? null,
    who: edit?.who ?? null,
    discardable: true,
    note: '',
  };
}

function watchedChanges(
  state: PanelState,
  module: Module,
  values: readonly WatchedValue[],
): readonly PendingChange[] {
  if (!choiceOf(state.saved, module.id).enabled) return [];
  return values.flatMap((value) => {
    const before = state.savedWatched[watchedKey(module, value)] ?? '';
    if (before === value.value) return [];
    const words = (text: string): Sentence =>
      text === '' || text === NOBODY ? say`(nobody)` : verbatim(text);
    return [
      {
        module: module.id,
        moduleTitle: module.title,
        label: value.label,
        before: words(before),
        after: words(value.value),
        when: null,
        who: null,
        discardable: false,
        note: passage(value.note ?? '', say`It is already in the directory: discarding does not restore it.`),
      },
    ];
  });
}
