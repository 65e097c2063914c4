import type { Commands, DistributionUnit } from '../../core/ports.js';
import { knownUnits } from './remembered-units.js';

const SYSTEMCTL = '/usr/bin/systemctl';
/** Seconds that daemons may take to stop or start. */
const SECONDS = 90;

/** What systemd makes of the init script `jabberd2` where no unit of its name is enabled. */
const SCRIPT_UNIT = 'jabberd2.service';

/** What systemd says of a unit. */
interface ShownUnit extends DistributionUnit {
  /** False when there is no such unit. */
  readonly exists: boolean;
}

/**
 * The known units as systemd has them.
 * @throws PanelError `command-failed`
 */
export async function systemdUnits(commands: Commands): Promise<readonly DistributionUnit[]> {
  const { stdout } = await commands.run([
    SYSTEMCTL,
    'show',
    '--property=Id,LoadState,UnitFileState,ActiveState',
    '--',
    ...knownUnits,
  ]);
  const shown = new Map(readShown(stdout).map((unit) => [unit.name, unit]));
  // `jabberd2.service` is another name of jabberd.service as long as that one is enabled: once is enough.
  return [...shown.values()]
    .filter(({ exists }) => exists)
    .map(({ name, enabled, active }) => ({ name, enabled, active }));
}

/** Whether systemd is kept from making a unit of the init script, whatever the links in /etc/rc*.d say. */
export async function isScriptMasked(commands: Commands): Promise<boolean> {
  const { stdout } = await commands.run([SYSTEMCTL, 'show', '--property=LoadState', '--value', SCRIPT_UNIT]);
  return stdout.trim() === 'masked';
}

/** Keeps systemd from starting the init script. systemd writes that down itself: this process need not write to /etc. */
export async function maskScript(commands: Commands): Promise<void> {
  await commands.run([SYSTEMCTL, 'mask', '--', SCRIPT_UNIT], { seconds: SECONDS });
}

/** Takes back what {@link maskScript} did. */
export async function unmaskScript(commands: Commands): Promise<void> {
  await commands.run([SYSTEMCTL, 'unmask', '--', SCRIPT_UNIT], { seconds: SECONDS });
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

/** Enables and starts those units that were so, as far as there still are such units. */
export async function putBackUnits(commands: Commands, units: readonly DistributionUnit[]): Promise<void> {
  await commands.run([SYSTEMCTL, 'daemon-reload'], { seconds: SECONDS });
  const here = (await systemdUnits(commands)).map(({ name }) => name);
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
