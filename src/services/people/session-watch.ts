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

/** Everybody who was connected when the service was asked. */
interface Seen {
  /** Monotonic milliseconds at which it was asked. */
  readonly at: number;
  readonly sessions: readonly ConnectedSession[];
}

/** Gets what a look saw of a module's service, and the monotonic milliseconds at which it asked. */
type Listener = (module: string, sessions: readonly ConnectedSession[], at: number) => void;

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
  /** Module → the last list of it; none where something was done to sessions since. */
  readonly #lists = new Map<string, Seen>();
  /** Module → the last list of it, also where something was done to sessions since. */
  readonly #seen = new Map<string, Seen>();
  #online: { readonly from: readonly (Seen | undefined)[]; readonly names: ReadonlySet<string> } | null =
    null;
  readonly #listeners = new Set<Listener>();
  #trouble = '';

  constructor(machine: Machine, registry: Registry, keeper: PanelStateKeeper) {
    this.#machine = machine;
    this.#registry = registry;
    this.#keeper = keeper;
  }

  /** Everybody who is connected to any module's service. Throws when a service cannot be asked. */
  async connected(): Promise<readonly ConnectedSession[]> {
    const all = await Promise.all(this.#served().map((served) => this.#listOf(served)));
    return all.flatMap(({ sessions }) => sessions);
  }

  /** The same as it was seen within the last seconds, without asking what was asked just now. Throws as {@link connected}. */
  async connectedLately(): Promise<readonly ConnectedSession[]> {
    const lists = this.#served().map(({ module }) => this.#lists.get(module));
    const isLate = (list: Seen | undefined): boolean =>
      list === undefined || this.#machine.clock.monotonic() - list.at > NOW;
    if (lists.length === 0 || lists.some(isLate)) return this.connected();
    return lists.flatMap((list) => list?.sessions ?? []);
  }

  /** How many are connected to a module's service, as the watch saw it just now; null when it could not look. */
  seen(module: string): Pick<Look, 'sessions' | 'users'> | null {
    const look = this.#looks.get(module);
    return look !== undefined && this.#machine.clock.monotonic() - look.at <= NOW ? look : null;
  }

  /**
   * The names of those who are connected, as it was seen within the last seconds: the same set until it is looked at again.
   * Null where a service was not seen. Asks nobody.
   */
  online(): ReadonlySet<string> | null {
    const from = this.#served().map(({ module }) => this.#seen.get(module));
    const now = this.#machine.clock.monotonic();
    if (from.some((seen) => seen === undefined || now - seen.at > NOW)) return null;
    const before = this.#online;
    if (before?.from.length === from.length && from.every((seen, index) => seen === before.from[index]))
      return before.names;
    const names = new Set(from.flatMap((seen) => (seen?.sessions ?? []).map(({ userName }) => userName)));
    this.#online = { from, names };
    return names;
  }

  /** Calls `listener` with the sessions that each look saw. */
  onLook(listener: Listener): void {
    this.#listeners.add(listener);
  }

  /** Ends every session of a user, or one of them. Returns how many were ended. */
  end(userName: string, address?: string): Promise<number> {
    return this.#each(
      (session) => session.userName === userName && (address ?? session.address) === session.address,
      ({ control, settings }, sessions) => control.end(this.#machine, settings, sessions),
    );
  }

  /** Ends these sessions, of any users. Returns how many were ended. */
  endThese(addresses: ReadonlySet<string>): Promise<number> {
    return this.#each(
      ({ address }) => addresses.has(address),
      ({ control, settings }, sessions) => control.end(this.#machine, settings, sessions),
    );
  }

  /** Writes to the users of these sessions. Returns how many of the sessions were still there afterwards. */
  tell(addresses: ReadonlySet<string>, text: string): Promise<number> {
    return this.#each(
      ({ address }) => addresses.has(address),
      ({ control, settings }, sessions) => control.tell(this.#machine, settings, sessions, text),
    );
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

  /** Does something to the sessions that are chosen; adds up what comes of it. */
  async #each(
    isChosen: (session: ConnectedSession) => boolean,
    act: (served: Served, sessions: readonly ConnectedSession[]) => Promise<number>,
  ): Promise<number> {
    let count = 0;
    for (const served of this.#served()) {
      const chosen = (await this.#listOf(served)).sessions.filter(isChosen);
      if (chosen.length === 0) continue;
      try {
        count += await act(served, chosen);
      } finally {
        this.#lists.delete(served.module);
      }
    }
    return count;
  }

  async #listOf({ module, control, settings }: Served): Promise<Seen> {
    const at = this.#machine.clock.monotonic();
    const sessions = await control.sessions(this.#machine, settings);
    const seen = { at, sessions };
    this.#lists.set(module, seen);
    this.#seen.set(module, seen);
    return seen;
  }

  async #lookAt(served: Served, passwordTimes: Map<string, string>): Promise<void> {
    const { module, control, settings } = served;
    const seen = await this.#listOf(served);
    const { sessions } = seen;
    const userNames = [...new Set(sessions.map(({ userName }) => userName))];
    this.#note(module, seen, userNames.length);
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
    this.#lists.delete(module);
    const names = [...new Set(mustEnd.map(({ userName }) => userName))].join(', ');
    this.#machine.log.info(`ended ${ended} sessions of users who may no longer be connected: ${names}`);
  }

  #note(module: string, { at, sessions }: Seen, users: number): void {
    this.#looks.set(module, { at: this.#machine.clock.monotonic(), sessions: sessions.length, users });
    for (const listener of this.#listeners) listener(module, sessions, at);
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
