import type { Commands, DistributionUnit } from '../../core/ports.js';

const SYSTEMCTL = '/usr/bin/systemctl';
/** Seconds that daemons may take to stop or start. */
const SECONDS = 90;

/** What systemd makes of an init script where no unit of its name is enabled. */
const unitOf = (script: string): string => `${script}.service`;

/** What systemd says of a unit. */
interface ShownUnit extends DistributionUnit {
  /** False when there is no such unit. */
  readonly exists: boolean;
}

/**
 * These units as systemd has them; those that it does not know are left out.
 * @throws PanelError `command-failed`
 */
export async function systemdUnits(
  commands: Commands,
  names: readonly string[],
): Promise<readonly DistributionUnit[]> {
  if (names.length === 0) return [];
  const { stdout } = await commands.run([
    SYSTEMCTL,
    'show',
    '--property=Id,LoadState,UnitFileState,ActiveState',
    '--',
    ...names,
  ]);
  const shown = new Map(readShown(stdout).map((unit) => [unit.name, unit]));
  // Two names may be those of one unit, which is then shown twice under the first: once is enough.
  return [...shown.values()]
    .filter(({ exists }) => exists)
    .map(({ name, enabled, active }) => ({ name, enabled, active }));
}

/** Whether systemd is kept from making a unit of the init script, whatever the links in /etc/rc*.d say. */
export async function isScriptMasked(commands: Commands, script: string): Promise<boolean> {
  const { stdout } = await commands.run([
    SYSTEMCTL,
    'show',
    '--property=LoadState',
    '--value',
    unitOf(script),
  ]);
  return stdout.trim() === 'masked';
}

/** Keeps systemd from starting the init script. systemd writes that down itself: this process need not write to /etc. */
export async function maskScript(commands: Commands, script: string): Promise<void> {
  await commands.run([SYSTEMCTL, 'mask', '--', unitOf(script)], { seconds: SECONDS });
}

/** Takes back what {@link maskScript} did. */
export async function unmaskScript(commands: Commands, script: string): Promise<void> {
  await commands.run([SYSTEMCTL, 'unmask', '--', unitOf(script)], { seconds: SECONDS });
}

/** Stops units and keeps them from starting. Other units are bound to them by Debian: all are told in one request. */
export async function turnOffUnits(commands: Commands, units: readonly DistributionUnit[]): Promise<void> {
  await each(commands, 'stop', units);
  await each(
    commands,
    'disable',
    units.filter(({ enabled }) => enabled),
  );
}

/**
 * Enables and starts those units that were so, as far as there still are such units.
 * @param names all that belong together
 */
export async function putBackUnits(
  commands: Commands,
  units: readonly DistributionUnit[],
  names: readonly string[],
): Promise<void> {
  await commands.run([SYSTEMCTL, 'daemon-reload'], { seconds: SECONDS });
  const here = (await systemdUnits(commands, names)).map(({ name }) => name);
  const left = units.filter(({ name }) => here.includes(name));
  await each(
    commands,
    'enable',
    left.filter(({ enabled }) => enabled),
  );
  await each(
    commands,
    'start',
    left.filter(({ active }) => active),
  );
}

async function each(commands: Commands, verb: string, units: readonly DistributionUnit[]): Promise<void> {
  if (units.length === 0) return;
  const names = units.map(({ name }) => name);
  await commands.run([SYSTEMCTL, verb, '--', ...names], { seconds: SECONDS });
}

/** Reads the output of `systemctl show`: a block of `Name=value` lines for each unit. */
export function readShown(text: string): readonly ShownUnit[] {
  return text
    .split(/\n\n+/)
    .filter((block) => block.trim() !== '')
    .map((block) => {
      const values = new Map(
        block
          .split('\n')
          .map((line): [string, string] => [
            line.slice(0, line.indexOf('=')),
            line.slice(line.indexOf('=') + 1),
          ]),
      );
      const active = values.get('ActiveState') ?? '';
      return {
        name: values.get('Id') ?? '',
        exists: values.get('LoadState') === 'loaded' || values.get('LoadState') === 'masked',
        enabled: (values.get('UnitFileState') ?? '').startsWith('enabled'),
        // One that crashes again and again is "activating" in between.
        active: ['active', 'activating', 'reloading'].includes(active),
      };
    });
}
