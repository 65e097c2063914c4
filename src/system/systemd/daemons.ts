import type { Layout } from '../../core/layout.js';
import { neverStarted, type Daemons } from '../../core/ports.js';
import type { Secret } from '../../core/secret.js';
import { PanelError } from '../../errors.js';
import type { Accounts } from '../accounts.js';
import { createCommands } from '../commands.js';
import { printable } from '../printable.js';
import { redactLine } from '../redact-line.js';
import { replacedFiles } from '../running-process.js';
import { DaemonUnit } from './daemon-unit.js';
import { Wanted } from './wanted.js';

/** What {@link createSystemdDaemons} works with. */
export interface SystemdDaemonsOptions {
  readonly layout: Pick<Layout, 'state'>;
  readonly accounts: Accounts;
  /** What must not be seen in a log line. */
  readonly secrets: () => Promise<readonly Secret[]>;
}

/**
 * The daemons as units of systemd, which the Debian package brings. A boot brings back what was wanted. For root; touches
 * no other unit.
 */
export function createSystemdDaemons({ layout, accounts, secrets }: SystemdDaemonsOptions): Daemons {
  const commands = createCommands(accounts);
  const wanted = new Wanted(layout.state);
  const unitOf = (name: string): DaemonUnit => new DaemonUnit(name, wanted, commands);

  /** Asked of systemd each time: what one helper was told is lost with it. */
  async function known(name: string): Promise<{ unit: DaemonUnit; pid: number }> {
    if (!/^[a-z][a-z0-9-]*$/.test(name)) throw new Error(`not a name of a daemon: ${name}`);
    const unit = unitOf(name);
    const { isKnown, pid } = await unit.view();
    if (!isKnown) throw new PanelError('daemon-unknown');
    return { unit, pid };
  }

  return {
    async declare(daemons) {
      await wanted.makeFolder();
      for (const { name } of daemons) await known(name);
    },

    start: async (name) => (await known(name)).unit.start(),
    stop: async (name) => (await known(name)).unit.stop(),

    async signal(name) {
      const { unit, pid } = await known(name);
      if (pid > 0) await unit.hangUp();
    },

    async state(name) {
      const unit = unitOf(name);
      const view = await unit.view();
      return view.isKnown ? unit.state(view) : neverStarted;
    },

    async replaced(name) {
      const { pid } = await known(name);
      return pid > 0 ? replacedFiles(commands, accounts, pid) : [];
    },

    async lastLines(name, count) {
      const { unit } = await known(name);
      const hidden = await secrets();
      return (await unit.lastLines(count)).map((line) => printable(redactLine(line, hidden)));
    },
  };
}
