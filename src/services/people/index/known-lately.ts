import { setImmediate } from 'node:timers/promises';
import type { Lately } from '../../../core/people/lately.js';
import type { UserTable } from './user-table.js';

/** So many names are looked up before others have a turn of the event loop. */
const AT_ONCE = 1_000;

/** Brings what is known of users beside the directory to their rows. */
export class KnownLately {
  readonly #lately: Lately;
  /** Sign-ins that became known, and are not at their rows yet: user name → milliseconds since 1970. */
  readonly #noted = new Map<string, number>();
  #signIns = 0;
  #online: {
    readonly names: ReadonlySet<string>;
    readonly users: Uint32Array;
    readonly rows: ReadonlySet<number>;
  } | null = null;

  constructor(lately: Lately) {
    this.#lately = lately;
    for (const signIns of lately.signIns) signIns.onSignIn((name, at) => this.#noted.set(name, at));
  }

  /** Another number whenever rows got a sign-in. */
  get signIns(): number {
    return this.#signIns;
  }

  /** The latest sign-in to any service, in milliseconds since 1970; 0 where none is known. */
  lastSignIn(userName: string): number {
    return Math.max(0, ...this.#lately.signIns.map((signIns) => signIns.lastSignIn(userName) ?? 0));
  }

  /** Writes the sign-ins that became known to the rows. */
  async note(table: UserTable): Promise<void> {
    const noted = [...this.#noted];
    this.#noted.clear();
    for (const [index, [name, at]] of noted.entries()) {
      const row = table.rowNamed(name);
      if (row !== -1) table.rows.noteSignIn(row, at);
      if (index % AT_ONCE === AT_ONCE - 1) await setImmediate();
    }
    if (noted.length > 0) this.#signIns += 1;
  }

  /** The rows of those who are connected: the same set while nothing changes. Null where it is not known. */
  online(table: UserTable): ReadonlySet<number> | null {
    const names = this.#lately.online();
    if (names === null) return null;
    const { users } = table;
    if (this.#online?.names !== names || this.#online.users !== users) {
      const rows = new Set(Array.from(names, (name) => table.rowNamed(name)));
      rows.delete(-1);
      this.#online = { names, users, rows };
    }
    return this.#online.rows;
  }
}
