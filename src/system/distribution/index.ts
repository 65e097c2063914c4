import type { DistributionDeclaration } from '../../core/module/index.js';
import type { Commands, Distribution, DistributionUnit, Files } from '../../core/ports.js';
import { initScriptState, putBackScript, turnOffScript, type InitScriptPlace } from './init-script.js';
import { merged, namesOf, readRemembered, writeRemembered } from './remembered-units.js';
import { putBackUnits, systemdUnits, turnOffUnits } from './systemd-units.js';

/** A module, and what it declares of the operating system's own daemons. */
export interface DeclaringModule {
  readonly id: string;
  readonly distribution: DistributionDeclaration | null;
}

/** What the port is made of. */
export interface DistributionParts {
  readonly commands: Commands;
  readonly files: Files;
  /** Those whose names may be touched. */
  readonly modules: readonly DeclaringModule[];
  /** The state folder: `distribution-units` in it remembers what was turned off. */
  readonly state: string;
  /** Whether this process may turn the operating system's services off. */
  readonly isRoot: boolean;
  /** '' or, in tests, a folder that stands for `/`. */
  readonly root: string;
}

const NOTHING: DistributionDeclaration = { units: [], initScript: null };

/** What packages of the operating system run of the modules' daemons on this machine. */
export function createDistribution(parts: DistributionParts): Distribution {
  const { commands, files, modules, isRoot, root } = parts;
  const memory = `${parts.state}/distribution-units`;
  const known = modules.flatMap(({ distribution }) => namesOf(distribution ?? NOTHING));
  const declaredBy = (id: string): DistributionDeclaration =>
    modules.find((module) => module.id === id)?.distribution ?? NOTHING;
  const scriptOf = ({ initScript }: DistributionDeclaration): InitScriptPlace | null =>
    initScript && { root, files, commands, script: initScript };
  /** sd_booted(3) */
  const hasSystemd = (): Promise<boolean> => files.exists(`${root}/run/systemd/system`);
  const remembered = async (): Promise<readonly DistributionUnit[]> =>
    readRemembered((await files.read(memory)) ?? '', known);
  const remember = (units: readonly DistributionUnit[]): Promise<void> =>
    units.length === 0 ? files.remove(memory) : files.write(memory, writeRemembered(units), 'panel', 0o644);

  async function unitsOf(declared: DistributionDeclaration): Promise<readonly DistributionUnit[]> {
    if (!isRoot) return [];
    const bySystemd = await hasSystemd();
    const place = scriptOf(declared);
    const script = place && (await initScriptState(place, bySystemd));
    const all = [
      ...(bySystemd ? await systemdUnits(commands, declared.units) : []),
      ...(script === null ? [] : [script]),
    ];
    // Without systemd a machine may have no init at all (a container): what does not run there is left alone.
    return all.filter(({ enabled, active }) => active || (enabled && bySystemd));
  }

  return {
    root,
    units: (module) => unitsOf(declaredBy(module)),
    async turnOff(module) {
      const declared = declaredBy(module);
      const now = await unitsOf(declared);
      if (now.length === 0) return;
      await remember(merged(await remembered(), now));
      const bySystemd = await hasSystemd();
      const { script, units } = apart(now, declared);
      if (bySystemd) await turnOffUnits(commands, units);
      const place = scriptOf(declared);
      if (script !== undefined && place !== null) await turnOffScript(place, script, bySystemd);
    },
    async putBack(module) {
      const declared = declaredBy(module);
      const names = namesOf(declared);
      const before = await remembered();
      const { script, units } = apart(
        before.filter(({ name }) => names.includes(name)),
        declared,
      );
      const bySystemd = await hasSystemd();
      const place = scriptOf(declared);
      // First: as long as the script's unit is masked, no other unit can have its name as a second one.
      if (script !== undefined && place !== null) await putBackScript(place, script, bySystemd);
      if (bySystemd) await putBackUnits(commands, units, declared.units);
      await remember(before.filter(({ name }) => !names.includes(name)));
    },
  };
}

/** The init script, and the units of systemd. */
function apart(
  all: readonly DistributionUnit[],
  { initScript }: DistributionDeclaration,
): { readonly script: DistributionUnit | undefined; readonly units: readonly DistributionUnit[] } {
  const script = all.find(({ name }) => name === initScript?.name);
  return { script, units: all.filter((unit) => unit !== script) };
}
