import { choiceOf } from '../../core/draft.js';
import type { Module, NameChange, NameControl, ReadRecords, RenamePreview } from '../../core/module/index.js';
import { Mutex } from '../../core/mutex.js';
import type { Machine } from '../../core/ports.js';
import type { Registry } from '../../core/registry.js';
import type { Settings } from '../../core/settings.js';
import { isUserName } from '../../core/user-name.js';
import { say, type Sentence } from '../../core/words/sentence.js';
import { reasonOf, Trouble } from '../../errors.js';
import type { PanelStateKeeper } from '../saving/panel-state.js';
import { isKept, KEPT_AT_ONCE, type Kept } from '../../core/people/kept.js';
import { letsIn } from '../../core/people/user-card.js';
import type { Everybody, UserRow } from '../../core/people/user-list.js';
import type { Users } from './users.js';

/** Names that a service is told at once, before others have their turn. */
const AT_ONCE = 20;
/** Something can come while it is deleted; then once more. */
const ATTEMPTS = 3;

/** A module whose service knows names by itself. */
interface Served {
  readonly module: Module;
  readonly control: NameControl<Settings>;
  readonly enabled: boolean;
  readonly settings: Settings;
}

/** Tells services which names there are, and asks and deletes what they keep for a name. */
export class NameKeeping {
  readonly #machine: Machine;
  readonly #registry: Registry;
  readonly #keeper: PanelStateKeeper;
  readonly #users: Pick<Users, 'all' | 'find' | 'parts'>;
  readonly #mutex = new Mutex();
  /** The names that a service knows, by module and its settings: another domain knows none. */
  #known: { readonly key: string; readonly names: Set<string> } = { key: '', names: new Set() };
  /** The list of users that was told to the end: as long as it is the same, there is nobody to tell. */
  #told: Everybody | null = null;
  /** Names that went while others were being told. */
  readonly #gone = new Set<string>();
  #trouble = '';

  constructor(
    machine: Machine,
    registry: Registry,
    keeper: PanelStateKeeper,
    users: Pick<Users, 'all' | 'find' | 'parts'>,
  ) {
    this.#machine = machine;
    this.#registry = registry;
    this.#keeper = keeper;
    this.#users = users;
  }

  /** Tells the services of all who have an account there. What cannot be told now is told at a later look. */
  async look(): Promise<void> {
    try {
      for (const served of this.#served().filter(({ enabled }) => enabled)) {
        await this.#tell(served);
        await this.#remember(served);
      }
      this.#trouble = '';
    } catch (error) {
      const trouble = reasonOf(error);
      if (trouble !== this.#trouble) this.#machine.log.error(`cannot tell who has an account: ${trouble}`);
      this.#trouble = trouble;
    }
  }

  /** Tells the services of one user right away. What cannot be told now is told at a later look. */
  async welcome(userName: string): Promise<void> {
    try {
      const user = await this.#users.find(userName);
      for (const { module, control, enabled, settings } of this.#served()) {
        if (enabled && this.#hasAccount(user, module.id))
          await this.#mutex.run(() => control.welcome(this.#machine, settings, userName));
      }
    } catch (error) {
      this.#machine.log.info(`${userName} is told to the services later: ${reasonOf(error)}`);
    }
  }

  /** What services keep for a name. @throws what the module throws: that it cannot be told is not "nothing" */
  async kept(userName: string): Promise<Kept> {
    if (!isUserName(userName)) return { own: [], places: [] };
    const all = await Promise.all(
      this.#served().map(({ control, settings }) => control.kept(this.#machine, settings, userName)),
    );
    return { own: all.flatMap(({ own }) => own), places: all.flatMap(({ places }) => places) };
  }

  /** Those of these names for which services keep anything. @throws what the module throws, as {@link kept} does */
  async keptAmong(userNames: readonly string[]): Promise<ReadonlySet<string>> {
    const wanted = userNames.filter(isUserName);
    const kept = new Set<string>();
    for (let from = 0; from < wanted.length; from += KEPT_AT_ONCE) {
      const some = wanted.slice(from, from + KEPT_AT_ONCE);
      for (const { control, settings } of this.#served())
        for (const name of await control.keptAmong(this.#machine, settings, some)) kept.add(name);
    }
    return kept;
  }

  /**
   * Deletes what services keep for a name whose user is gone, or not there yet. Only on purpose.
   * @param endPlaces whether places that the name owns, and others use, end
   * @throws Error with the reason when not all of it is gone
   */
  async forget(userName: string, endPlaces: boolean): Promise<void> {
    this.#gone.add(userName);
    await this.#mutex.run(async () => {
      for (const served of this.#served()) await this.#forgetIn(served, userName, endPlaces);
      this.#known.names.delete(userName);
    });
  }

  /**
   * What follows a user to a new name, and what does not.
   * @throws what the module throws: a service that does not answer could not follow
   */
  async renaming(userName: string): Promise<RenamePreview> {
    const all = await Promise.all(
      this.#served().map(async (served): Promise<RenamePreview> => {
        const { control, enabled, settings, module } = served;
        const kept = await control.kept(this.#machine, settings, userName);
        if (enabled)
          return control.renaming(this.#machine, settings, userName, kept, readerOf(this.#machine, served));
        const problem = isKept(kept) ? say`${{ module: module.title }} is disabled.` : null;
        return { problem, follows: [], stays: [] };
      }),
    );
    return {
      problem: all.find(({ problem }) => problem !== null)?.problem ?? null,
      follows: all.flatMap(({ follows }) => follows),
      stays: all.flatMap(({ stays }) => stays),
    };
  }

  /**
   * Gives all that services keep for a name to a new one. No service lets either name in meanwhile. May be done again.
   * @returns what did not follow
   * @throws Error with the reason when it is not finished
   */
  rename(change: NameChange): Promise<readonly Sentence[]> {
    return this.#mutex.run(async () => {
      const left: Sentence[] = [];
      for (const served of this.#served()) {
        const { control, enabled, settings, module } = served;
        const kept = await control.kept(this.#machine, settings, change.from);
        if (!enabled && isKept(kept)) throw new Trouble(say`${{ module: module.title }} is disabled.`);
        if (!enabled) continue;
        const read = readerOf(this.#machine, served);
        await control.remember(this.#machine, settings, read);
        left.push(...(await control.rename(this.#machine, settings, change, kept, read)));
      }
      this.#known.names.delete(change.from);
      return left;
    });
  }

  async #forgetIn(
    { module, control, enabled, settings }: Served,
    userName: string,
    endPlaces: boolean,
  ): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      const { own, places } = await control.kept(this.#machine, settings, userName);
      if (!enabled && own.length + places.length > 0)
        throw new Trouble(say`${{ module: module.title }} is disabled.`);
      if (!enabled || (attempt > 1 && own.length === 0)) return;
      if (attempt > ATTEMPTS) throw new Trouble(say`New data for this name keeps arriving.`);
      const owned = places.filter(({ isOwned }) => isOwned).map(({ id }) => id);
      const left = places.filter(({ isOwned }) => !isOwned).map(({ id }) => id);
      await control.forget(this.#machine, settings, userName, { left, ended: endPlaces ? owned : [] });
    }
  }

  #remember(served: Served): Promise<void> {
    return served.control.remember(this.#machine, served.settings, readerOf(this.#machine, served));
  }

  async #tell({ module, control, settings }: Served): Promise<void> {
    const key = JSON.stringify([module.id, settings]);
    if (key !== this.#known.key) [this.#known, this.#told] = [{ key, names: new Set() }, null];
    this.#gone.clear();
    const rows = await this.#users.all();
    if (rows === this.#told) return;
    const wanted = this.#withAccount(rows, module.id);
    for (const name of this.#known.names) if (!wanted.has(name)) this.#known.names.delete(name);
    const fresh = [...wanted].filter((name) => !this.#known.names.has(name));
    for (let from = 0; from < fresh.length; from += AT_ONCE) {
      const some = fresh.slice(from, from + AT_ONCE);
      await this.#mutex.run(async () => {
        const there = some.filter((name) => !this.#gone.has(name));
        await Promise.all(there.map((name) => control.welcome(this.#machine, settings, name)));
        for (const name of there) this.#known.names.add(name);
      });
    }
    this.#told = rows;
  }

  /** The names of those who have an account. Most users share one list of accounts, which is looked at once. */
  #withAccount(rows: Everybody, module: string): ReadonlySet<string> {
    const part = this.#users.parts.find((one) => one.module === module);
    const looked = new Map<UserRow['accounts'], boolean>();
    const wanted = new Set<string>();
    for (const row of rows) {
      if (part?.section.cannotHave(row.userName) !== null) continue;
      const has = looked.get(row.accounts) ?? this.#hasAccount(row, module);
      looked.set(row.accounts, has);
      if (has) wanted.add(row.userName);
    }
    return wanted;
  }

  #hasAccount({ userName, accounts }: Pick<UserRow, 'userName' | 'accounts'>, module: string): boolean {
    const account = accounts.find((one) => one.module === module);
    return account !== undefined && letsIn(this.#users.parts, userName, account);
  }

  #served(): readonly Served[] {
    const { saved } = this.#keeper.state();
    return this.#registry.modules.flatMap((module) => {
      const { enabled, settings } = choiceOf(saved, module.id);
      return module.names === null ? [] : [{ module, control: module.names, enabled, settings }];
    });
  }
}

function readerOf(machine: Machine, { control, settings }: Served): ReadRecords {
  return (question) => control.records(machine, settings, question);
}
