import { wordsOfSignature, type Signature } from './act.js';
import type { KeptEdits } from './drift.js';
import type { Module } from './module/index.js';
import type { Registry } from './registry.js';
import { pathOf } from './fields/field.js';
import type { Settings } from './settings.js';
import type { Sentence } from './words/sentence.js';

/** What is chosen for one module. */
export interface ModuleChoice {
  readonly enabled: boolean;
  readonly settings: Settings;
}

/** What is chosen for every module: module id → choice. */
export type Choices = Readonly<Record<string, ModuleChoice>>;

/** Who changed a setting of the draft last, and when. */
export interface Edit {
  readonly module: string;
  /** The setting's name, the path of a row in it, or {@link MODULE_STATUS}. */
  readonly setting: string;
  /** ISO 8601. */
  readonly when: string;
  readonly who: Sentence;
}

/** The name under which a module's being on or off stands among its settings. */
export const MODULE_STATUS = '(status)';

/** All that the panel remembers of what was chosen. Whether something "changed" is derived from it, never stored. */
export interface PanelState {
  /** Rises by one with every change of the draft. */
  readonly version: number;
  /** Modules whose consent was given and carried out at some time. */
  readonly configured: readonly string[];
  readonly saved: Choices;
  readonly draft: Choices;
  /** Module id → the version at which its draft was last changed. */
  readonly changedAt: Readonly<Record<string, number>>;
  readonly edits: readonly Edit[];
  /** Hand edits of files that were kept at a save. */
  readonly kept: KeptEdits;
  /** Number of the generation that the last good save made live; 0 when nothing was ever applied. */
  readonly generation: number;
  /**
   * How many saves were proved and became active. A save writes down the number that it will get before it touches
   * anything: after a crash, this number says whether it was complete.
   */
  readonly saves: number;
  /** Watched values as they were at the last save: `module.name` → text. */
  readonly savedWatched: Readonly<Record<string, string>>;
}

/** The state of a panel that was never used: every module off, with its defaults. */
export function initialState(registry: Registry): PanelState {
  const choices = choicesOf(registry, {});
  return {
    version: 1,
    configured: [],
    saved: choices,
    draft: choices,
    changedAt: {},
    edits: [],
    kept: {},
    generation: 0,
    saves: 0,
    savedWatched: {},
  };
}

/** Fills in what a stored state does not have yet: modules and settings that a newer panel brought. */
export function upgraded(state: PanelState, registry: Registry): PanelState {
  return { ...state, saved: choicesOf(registry, state.saved), draft: choicesOf(registry, state.draft) };
}

/** Stored choices with the modules and settings that a newer panel brought. */
export function choicesOf(registry: Registry, stored: Choices): Choices {
  return Object.fromEntries(
    registry.modules.map((module) => {
      const choice = stored[module.id];
      const settings = { ...module.settings.defaults, ...choice?.settings };
      const known = Object.fromEntries(
        Object.keys(module.settings.defaults).flatMap((name) => {
          const value = settings[name];
          return value === undefined ? [] : [[name, value]];
        }),
      );
      return [module.id, { enabled: choice?.enabled ?? false, settings: known }];
    }),
  );
}

/** The choice for a module, which every state has for every module of the registry. */
export function choiceOf(choices: Choices, id: string): ModuleChoice {
  const choice = choices[id];
  if (choice === undefined) throw new Error(`no choice for the module ${id}`);
  return choice;
}

/** The draft with a module's settings replaced; the same state when they are what they were. */
export function withSettings(
  state: PanelState,
  module: Pick<Module, 'id' | 'settings'>,
  settings: Settings,
  who: Signature,
  when: string,
): PanelState {
  const { id } = module;
  const { fields } = module.settings;
  const before = choiceOf(state.draft, id);
  const changed = fields.flatMap((field) =>
    field
      .differences(before.settings[field.name], settings[field.name])
      .map(({ path }) => pathOf(field, path)),
  );
  return edited(state, id, { ...before, settings }, changed, who, when);
}

/** The draft with a module turned on or off. */
export function withEnabled(
  state: PanelState,
  id: string,
  enabled: boolean,
  who: Signature,
  when: string,
): PanelState {
  const before = choiceOf(state.draft, id);
  return edited(
    state,
    id,
    { ...before, enabled },
    before.enabled === enabled ? [] : [MODULE_STATUS],
    who,
    when,
  );
}

function edited(
  state: PanelState,
  id: string,
  choice: ModuleChoice,
  settings: readonly string[],
  who: Signature,
  when: string,
): PanelState {
  if (settings.length === 0) return state;
  const version = state.version + 1;
  const others = state.edits.filter((edit) => edit.module !== id || !settings.includes(edit.setting));
  return {
    ...state,
    version,
    draft: { ...state.draft, [id]: choice },
    changedAt: { ...state.changedAt, [id]: version },
    edits: [
      ...others,
      ...settings.map((setting) => ({ module: id, setting, when, who: wordsOfSignature(who) })),
    ],
  };
}

/** The draft with a module turned on, its consent given and carried out. */
export function withConfigured(state: PanelState, id: string, who: Signature, when: string): PanelState {
  const configured = state.configured.includes(id) ? state.configured : [...state.configured, id];
  return { ...withEnabled(state, id, true, who, when), configured };
}

/** The state with the draft thrown away. */
export function discarded(state: PanelState): PanelState {
  const version = state.version + 1;
  const changedAt = Object.fromEntries(Object.keys(state.draft).map((id) => [id, version]));
  return { ...state, version, draft: state.saved, edits: [], changedAt };
}

/** What a save made active. */
export interface Active {
  /** Number of the generation that is live. */
  readonly generation: number;
  /** What the live files show of values outside the settings, by watchedKey of core/pending-changes.ts. */
  readonly watched: Readonly<Record<string, string>>;
  readonly kept: KeptEdits;
}

/** The state after `choices` were applied to the machine. What was put into the draft meanwhile stays pending. */
export function applied(
  state: PanelState,
  choices: Choices,
  { generation, watched, kept }: Active,
): PanelState {
  return { ...state, saved: choices, savedWatched: watched, generation, kept, saves: state.saves + 1 };
}

/** A state of the machine that was proved: what was chosen, and what became active by it. */
export interface Proved extends Active {
  readonly choices: Choices;
}

/** The state that was proved last. */
export function provedOf({ saved, generation, savedWatched, kept }: PanelState): Proved {
  return { choices: saved, generation, watched: savedWatched, kept };
}

/**
 * The state with an earlier one in place of all that was saved since. The draft stays: what differs from it is pending.
 * @param saves how many saves had become active by then
 */
export function restored(
  state: PanelState,
  { choices, generation, watched, kept }: Proved,
  saves: number,
): PanelState {
  return { ...state, saved: choices, savedWatched: watched, generation, kept, saves };
}
