import type { Commands, Distribution, DistributionUnit, Files } from '../../core/ports.js';
import { copyDatabase } from './database-copy.js';
import { findServer } from './found.js';
import { initScriptState, putBackScript, turnOffScript, type InitScriptPlace } from './init-script.js';
import { merged, initScript, readRemembered, writeRemembered } from './remembered-units.js';
import { putBackUnits, systemdUnits, turnOffUnits } from './systemd-units.js';

/** What the port is made of. */
export interface DistributionParts {
  readonly commands: Commands;
  readonly files: Files;
  /** The state folder: `distribution-units` in it remembers what was turned off. */
  readonly state: string;
  /** Whether this process may turn the operating system's services off. */
  readonly isRoot: boolean;
  /** '' or, in tests, a folder that stands for `/`. */
  readonly root: string;
}

/** What Debian's packages `jabberd2` and `jabber-muc` run on this machine. */
export function createDistribution(parts: DistributionParts): Distribution {
  const { commands, files, isRoot, root } = parts;
  const place: InitScriptPlace = { root, files, commands };
  const memory = `${parts.state}/distribution-units`;
  /** sd_booted(3) */
  const hasSystemd = (): Promise<boolean> => files.exists(`${root}/run/systemd/system`);
  const remembered = async (): Promise<readonly DistributionUnit[]> =>
    readRemembered((await files.read(memory)) ?? '');

  async function units(): Promise<readonly DistributionUnit[]> {
    if (!isRoot) return [];
    const bySystemd = await hasSystemd();
    const script = await initScriptState(place, bySystemd);
    const all = [...(bySystemd ? await systemdUnits(commands) : []), ...(script === null ? [] : [script])];
    // Without systemd a machine may have no init at all (a container): what does not run there is left alone.
    return all.filter(({ enabled, active }) => active || (enabled && bySystemd));
  }

  return {
    units,
    found: () => findServer({ ...place, scratch: `${parts.state}/run/chat/found.db` }),
    copyDatabase: (from, to) => copyDatabase(commands, from, to),
    async turnOff() {
      const now = await units();
      if (now.length === 0) return;
      await files.write(memory, writeRemembered(merged(await remembered(), now)), 'panel', 0o644);
      const script = now.find(({ name }) => name === initScript);
      const bySystemd = await hasSystemd();
      if (bySystemd)
        await turnOffUnits(
          commands,
          now.filter((unit) => unit !== script),
        );
      if (script !== undefined) await turnOffScript(place, script, bySystemd);
    },
    async putBack() {
      const before = await remembered();
      const script = before.find(({ name }) => name === initScript);
      const bySystemd = await hasSystemd();
      // First: as long as its unit is masked, jabberd.service cannot have its second name.
      if (script !== undefined) await putBackScript(place, script, bySystemd);
      if (bySystemd)
        await putBackUnits(
          commands,
          before.filter((unit) => unit !== script),
        );
      await files.remove(memory);
    },
  };
}
