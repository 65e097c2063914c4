import type { Signature } from '../../core/act.js';
import { choiceOf, discarded, withSettings, type PanelState } from '../../core/draft.js';
import { pendingChanges, watchedKey, type PendingChange } from '../../core/pending-changes.js';
import { neighboursOf } from '../../core/neighbours.js';
import type { Module, Question, RowNote, Warning, WatchedValue } from '../../core/module/index.js';
import type { Machine } from '../../core/ports.js';
import type { Registry } from '../../core/registry.js';
import { check, type FieldErrors, type Settings } from '../../core/settings.js';
import type { Sentence } from '../../core/words/sentence.js';
import { reasonOf } from '../../errors.js';
import { enabledModules } from './chosen.js';
import type { PanelStateKeeper } from './panel-state.js';
import type { Unapplied } from './unapplied.js';
import { english } from '../../core/words/english.js';

/** What a module's settings page shows. */
export interface SettingsView {
  readonly module: Module;
  /** The draft's values. */
  readonly settings: Settings;
  readonly saved: Settings;
  /** Whether the module is on in the saved state. */
  readonly enabled: boolean;
  /** To be carried by the form, so that a change by somebody else is noticed. */
  readonly version: number;
}

/** What came of "Apply Changes". */
export type ApplyOutcome =
  | { readonly kind: 'applied'; readonly changed: boolean }
  | { readonly kind: 'invalid'; readonly errors: FieldErrors }
  | { readonly kind: 'conflict'; readonly theirs: Settings; readonly version: number };

/** Settings that somebody wants in the draft. */
export interface WantedSettings {
  readonly module: string;
  /** All of the module's. */
  readonly values: Settings;
  /** The version that they were made from. */
  readonly version: number;
}

/** "Apply Changes" on a form. */
export interface ApplyRequest extends WantedSettings {
  readonly who: Signature;
  /** Which answer the module's question was given; the last one when it is left out, which changes nothing more. */
  readonly answer?: number;
}

/** The draft: what the settings pages read and write, and what is pending until the next save. */
export class DraftSettings {
  readonly #machine: Machine;
  readonly #registry: Registry;
  readonly #keeper: PanelStateKeeper;
  readonly #unapplied: Pick<Unapplied, 'pending'>;
  /** What {@link pending} answered last, and what it was made of. */
  #lastPending: LastPending | null = null;
  #watched: Readonly<Record<string, readonly WatchedValue[]>> = {};

  constructor(
    machine: Machine,
    registry: Registry,
    keeper: PanelStateKeeper,
    unapplied: Pick<Unapplied, 'pending'>,
  ) {
    this.#machine = machine;
    this.#registry = registry;
    this.#keeper = keeper;
    this.#unapplied = unapplied;
  }

  /** Throws `module-unknown`. */
  view(id: string): Promise<SettingsView> {
    const module = this.#registry.get(id);
    const state = this.#keeper.state();
    const settings = choiceOf(state.draft, id).settings;
    return Promise.resolve({
      module,
      settings,
      saved: choiceOf(state.saved, id).settings,
      enabled: choiceOf(state.saved, id).enabled,
      version: changedAt(state, id),
    });
  }

  /** What a module is called. Throws `module-unknown`. */
  titleOf(id: string): Sentence {
    return this.#registry.get(id).title;
  }

  /** Advice about the draft's settings. Asks the machine and the network, which may take seconds. */
  async warnings(id: string): Promise<readonly Warning[]> {
    const { settings } = choiceOf(this.#keeper.state().draft, id);
    return this.#withRemedies(await this.#registry.get(id).warnings(this.#machine, settings));
  }

  /** What the module shows on the page of a row of a table, by the draft. */
  rowNotes(id: string, row: { readonly field: string; readonly id: string }): Promise<readonly RowNote[]> {
    const { draft } = this.#keeper.state();
    const neighbours = neighboursOf(this.#registry, draft, id);
    return this.#registry.get(id).rowNotes(this.#machine, choiceOf(draft, id).settings, neighbours, row);
  }

  /** Where an enabled module serves DNS: the link to the form that adds a missing name, or that the name is there already. */
  #withRemedies(warnings: readonly Warning[]): readonly Warning[] {
    const { draft } = this.#keeper.state();
    const keepers = enabledModules(this.#registry, draft).flatMap(({ module: { zones }, settings }) =>
      zones === null ? [] : [{ zones, settings }],
    );
    const [keeper] = keepers;
    if (keeper === undefined) return warnings;
    return warnings.map((warning): Warning => {
      if (warning.leadsHere === undefined) return warning;
      const { name, addresses } = warning.leadsHere;
      const { zones, settings } = keeper;
      return zones.holds(settings, name)
        ? { setting: warning.setting, sentence: zones.whenHeld(name), lines: [] }
        : { ...warning, remedy: { label: zones.label, path: zones.addPath(name, addresses) } };
    });
  }

  /** Why these values ask for the administrator's password again; null when they need not or are wrong. */
  stepUp({ module: id, values }: WantedSettings): Sentence | null {
    const module = this.#registry.get(id);
    const checked = check(module.settings.schema, values);
    return checked.ok
      ? module.stepUp(choiceOf(this.#keeper.state().draft, id).settings, checked.value)
      : null;
  }

  /** What the module asks before these values go to the draft; null for nothing, and when they are wrong. */
  async question({ module: id, values }: WantedSettings): Promise<Question | null> {
    const module = this.#registry.get(id);
    const checked = check(module.settings.schema, values);
    if (!checked.ok) return null;
    const state = this.#keeper.state();
    const saved = choiceOf(state.saved, id);
    return module.question(this.#machine, {
      inUse: saved.enabled ? saved.settings : null,
      draft: choiceOf(state.draft, id).settings,
      wanted: checked.value,
    });
  }

  /** Why these values cannot go to the draft now; null when they can. */
  refusal({
    module: id,
    values,
    version,
  }: WantedSettings): Exclude<ApplyOutcome, { kind: 'applied' }> | null {
    const checked = check(this.#registry.get(id).settings.schema, values);
    if (!checked.ok) return { kind: 'invalid', errors: checked.errors };
    return conflictWith(this.#keeper.state(), id, version);
  }

  /** Takes a form's values into the draft, or says why not. Nothing is taken in part. */
  async apply({ who, answer = -1, ...wanted }: ApplyRequest): Promise<ApplyOutcome> {
    const { module: id, values, version } = wanted;
    const module = this.#registry.get(id);
    const checked = check(module.settings.schema, values);
    if (!checked.ok) return { kind: 'invalid', errors: checked.errors };
    const question = await this.question(wanted);
    const answered = { ...checked.value, ...question?.answers.at(answer)?.settings };

    const when = this.#machine.clock.now().toISOString();
    let outcome: ApplyOutcome = { kind: 'applied', changed: false };
    await this.#keeper.update((now) => {
      const conflict = conflictWith(now, id, version);
      if (conflict !== null) {
        outcome = conflict;
        return now;
      }
      const next = withSettings(now, module, answered, who, when);
      outcome = { kind: 'applied', changed: next !== now };
      return next;
    });
    return outcome;
  }

  /** What the next save would apply. Costs nothing: watched values are those of the last {@link refreshWatched}. */
  pending(): readonly PendingChange[] {
    const [state, watched, unapplied] = [this.#keeper.state(), this.#watched, this.#unapplied.pending()];
    const last = this.#lastPending;
    // Every page asks how many there are, and they seldom change.
    if (last?.state === state && last.watched === watched && last.unapplied === unapplied)
      return last.changes;
    const chosen = pendingChanges(state, this.#registry, watched);
    // A module with other changes is rendered anew by the save anyway.
    const others = unapplied.filter(({ module }) => chosen.every((one) => one.module !== module));
    const changes = [...chosen, ...others];
    this.#lastPending = { state, watched, unapplied, changes };
    return changes;
  }

  /** Reads again what lives outside the draft. A machine that does not answer leaves what was known. */
  async refreshWatched(): Promise<void> {
    const saved = this.#keeper.state().saved;
    const known = this.#watched;
    const entries = await Promise.all(
      enabledModules(this.#registry, saved).map(
        async ({ module, settings }): Promise<[string, readonly WatchedValue[]]> => {
          try {
            return [module.id, await module.watched(this.#machine, settings)];
          } catch (error) {
            this.#machine.log.error(`cannot read what ${english(module.title)} watches: ${reasonOf(error)}`);
            return [module.id, known[module.id] ?? []];
          }
        },
      ),
    );
    this.#watched = Object.fromEntries(entries);
  }

  /** What lives outside the draft, by {@link watchedKey}, as it was read last; without what was never read. */
  watchedTexts(): Readonly<Record<string, string>> {
    const { modules } = this.#registry;
    const entries = modules.flatMap((module) =>
      (this.#watched[module.id] ?? []).map((value): [string, string] => [
        watchedKey(module, value),
        value.value,
      ]),
    );
    return Object.fromEntries(entries);
  }

  /** Throws the draft away. What lives outside it, such as the administrators, stays. */
  async discard(): Promise<void> {
    await this.#keeper.update(discarded);
  }
}

/** Pending changes, and what they follow from. */
interface LastPending {
  readonly state: PanelState;
  readonly watched: Readonly<Record<string, readonly WatchedValue[]>>;
  readonly unapplied: readonly PendingChange[];
  readonly changes: readonly PendingChange[];
}

/** Whether somebody else changed the module's settings in the draft since this version. */
function conflictWith(
  state: PanelState,
  id: string,
  version: number,
): Extract<ApplyOutcome, { kind: 'conflict' }> | null {
  const now = changedAt(state, id);
  return now === version
    ? null
    : { kind: 'conflict', theirs: choiceOf(state.draft, id).settings, version: now };
}

function changedAt(state: PanelState, id: string): number {
  return state.changedAt[id] ?? 0;
}
