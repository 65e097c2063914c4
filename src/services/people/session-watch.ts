import { choiceOf } from '../../core/draft.js';
import { tree, valueOf, type DirectoryEntry } from '../../core/directory.js';
import type { ConnectedSession, Module, SessionControl } from '../../core/module/index.js';
import type { Machine } from '../../core/ports.js';
import type { Registry } from '../../core/registry.js';
import type { Settings } from '../../core/settings.js';
import { say } from '../../core/words/sentence.js';
import { reasonOf, Trouble } from '../../errors.js';
import type { PanelStateKeeper } from '../saving/panel-state.js';

/** How many users are looked up in one search. */
const LOOK_UP_AT_ONCE = 100;

/** Milliseconds for which a look counts as now. */
const NOW = 10_000;

/** What a look saw of one module's service. */
interface Look {
  /** Monotonic milliseconds. */
  readonly at: number;
  readonly sessions: number;
  readonly users: number;
}

/** A module whose service people are connected to. */
interface Served {
  readonly module: string;
  readonly control: SessionControl<Settings>;
  readonly settings: Settings;
}

/**
 * Off means off: ends the sessions of those who may no longer be connected, whoever changed the directory. What cannot
 * be asked (service or directory away) ends nobody's session.
 */
export class SessionWatch {
  readonly #machine: Machine;
  readonly #registry: Registry;
  readonly #keeper: PanelStateKeeper;
  /** A session's address → when the user's password had last been changed (ppolicy's pwdChangedTime) as the session was first seen. */
  #passwordTimes: ReadonlyMap<string, string> = new Map();
  /** Module → what the last look saw there. */
  readonly #looks = new Map<string, Look>();
  readonly #listeners = new Set<(module: string, sessions: readonly ConnectedSession[]) => void>();
  #trouble = '';

  constructor(machine: Machine, registry: Registry, keeper: PanelStateKeeper) {
    this.#machine = machine;
    this.#registry = registry;
    this.#keeper = keeper;
  }

  /** Everybody who is connected to any module's service. Throws when a service cannot be asked. */
  async connected(): Promise<readonly ConnectedSession[]> {
    const all = await Promise.all(
      this.#served().map(({ control, settings }) => control.sessions(this.#machine, settings)),
    );
    return all.flat();
  }

  /** How many are connected to a module's service, as the watch saw it just now; null when it could not look. */
  seen(module: string): Pick<Look, 'sessions' | 'users'> | null {
    const look = this.#looks.get(module);
    return look !== undefined && this.#machine.clock.monotonic() - look.at <= NOW ? look : null;
  }

  /** Calls `listener` with the sessions that each look saw. */
  onLook(listener: (module: string, sessions: readonly ConnectedSession[]) => void): void {
    this.#listeners.add(listener);
  }

  /** Ends every session of a user, or one of them. Returns how many were ended. */
  async end(userName: string, address?: string): Promise<number> {
    let ended = 0;
    for (const { control, settings } of this.#served()) {
      const sessions = await control.sessions(this.#machine, settings);
      const chosen = sessions.filter(
        (session) => session.userName === userName && (address ?? session.address) === session.address,
      );
      if (chosen.length > 0) ended += await control.end(this.#machine, settings, chosen);
    }
    return ended;
  }

  /** One look at everybody who is connected. Trouble is logged once, not at every look. */
  async look(): Promise<void> {
    try {
      const passwordTimes = new Map<string, string>();
      for (const served of this.#served()) await this.#lookAt(served, passwordTimes);
      this.#passwordTimes = passwordTimes;
      this.#trouble = '';
    } catch (error) {
      const trouble = reasonOf(error);
      if (trouble !== this.#trouble) this.#machine.log.error(`cannot watch who is connected: ${trouble}`);
      this.#trouble = trouble;
    }
  }

  async #lookAt({ module, control, settings }: Served, passwordTimes: Map<string, string>): Promise<void> {
    const sessions = await control.sessions(this.#machine, settings);
    const userNames = [...new Set(sessions.map(({ userName }) => userName))];
    this.#note(module, sessions, userNames.length);
    const entries = await this.#entriesOf(userNames, control);
    const mustEnd = sessions.filter((session) => {
      const entry = entries.get(session.userName);
      if (entry === undefined) return true;
      const changed = valueOf(entry, 'pwdChangedTime');
      const before = this.#passwordTimes.get(session.address) ?? changed;
      if (before === changed) passwordTimes.set(session.address, changed);
      return before !== changed;
    });
    if (mustEnd.length === 0) return;
    const ended = await control.end(this.#machine, settings, mustEnd);
    const names = [...new Set(mustEnd.map(({ userName }) => userName))].join(', ');
    this.#machine.log.info(`ended ${ended} sessions of users who may no longer be connected: ${names}`);
  }

  #note(module: string, sessions: readonly ConnectedSession[], users: number): void {
    this.#looks.set(module, { at: this.#machine.clock.monotonic(), sessions: sessions.length, users });
    for (const listener of this.#listeners) listener(module, sessions);
  }

  /** Name → whose it is. A name that two could claim is nobody's, as it is for signing in. */
  async #entriesOf(
    userNames: readonly string[],
    { reads, connectsAs }: SessionControl<Settings>,
  ): Promise<ReadonlyMap<string, DirectoryEntry>> {
    const claims = new Map<string, DirectoryEntry[]>();
    for (let from = 0; from < userNames.length; from += LOOK_UP_AT_ONCE) {
      const found = await this.#machine.directory.search({
        base: tree.users,
        scope: 'sub',
        filter: {
          kind: 'or',
          of: userNames
            .slice(from, from + LOOK_UP_AT_ONCE)
            .map((value) => ({ kind: 'equals' as const, attribute: 'uid', value })),
        },
        attributes: ['uid', 'pwdChangedTime', ...reads],
      });
      if (found.truncated) throw new Trouble(say`The directory gave an incomplete answer.`);
      for (const entry of found.entries) {
        const name = connectsAs(entry);
        if (name !== null) claims.set(name, [...(claims.get(name) ?? []), entry]);
      }
    }
    return new Map(
      [...claims].flatMap(([name, [entry, second]]) =>
        entry === undefined || second !== undefined ? [] : [[name, entry]],
      ),
    );
  }

  #served(): readonly Served[] {
    const { saved } = this.#keeper.state();
    return this.#registry.modules.flatMap((module: Module) => {
      const { enabled, settings } = choiceOf(saved, module.id);
      return enabled && module.sessions !== null
        ? [{ module: module.id, control: module.sessions, settings }]
        : [];
    });
  }
}
