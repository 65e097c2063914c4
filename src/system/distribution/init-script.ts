import { readdir } from 'node:fs/promises';
import type { InitScriptDeclaration } from '../../core/module/index.js';
import type { Commands, DistributionUnit, Files } from '../../core/ports.js';
import { nullWhenMissing } from '../atomic-file.js';
import { isScriptMasked, maskScript, unmaskScript } from './systemd-units.js';

/** Seconds that what a script starts may take to stop or start. */
const SECONDS = 90;

/** A script, and where init scripts are: `root` is '' or, in tests, a folder that stands for `/`. */
export interface InitScriptPlace {
  readonly root: string;
  readonly files: Files;
  readonly commands: Commands;
  readonly script: InitScriptDeclaration;
}

/**
 * How the init script is, or null when there is none.
 * @param bySystemd whether systemd runs this machine: then its processes belong to units, and only the links count,
 *   which systemd follows as soon as no unit of this name is enabled
 */
export async function initScriptState(
  { root, files, commands, script: { name, processes } }: InitScriptPlace,
  bySystemd: boolean,
): Promise<DistributionUnit | null> {
  if (!(await files.exists(`${root}/etc/init.d/${name}`))) return null;
  if (bySystemd && (await isScriptMasked(commands, name))) return { name, enabled: false, active: false };
  const links = await Promise.all(
    ['2', '3', '4', '5'].map((level) => readdir(`${root}/etc/rc${level}.d`).catch(nullWhenMissing)),
  );
  const isStartLink = (link: string): boolean => /^S\d\d(.+)$/.exec(link)?.[1] === name;
  const enabled = links.some((names) => (names ?? []).some(isStartLink));
  const running = await Promise.all(processes.map((one) => runs(root, files, one)));
  return { name, enabled, active: !bySystemd && running.includes(true) };
}

/** Whether the process of a pid file lives and runs this program, and is not another one of the same number. */
async function runs(
  root: string,
  files: Files,
  { pidFile, program }: InitScriptDeclaration['processes'][number],
): Promise<boolean> {
  // The folder is the daemons' own: anything there that is no file names no process.
  const text = await files.read(`${root}${pidFile}`).catch(() => null);
  const pid = text?.trim() ?? '';
  if (!/^\d+$/.test(pid)) return false;
  return (await files.read(`/proc/${pid}/cmdline`).catch(() => null))?.split('\0')[0] === program;
}

/** Stops it, and keeps it from starting with the machine. */
export async function turnOffScript(
  { commands, script: { name } }: InitScriptPlace,
  { active }: DistributionUnit,
  bySystemd: boolean,
): Promise<void> {
  if (bySystemd) return maskScript(commands, name);
  if (active) await commands.run(['/usr/sbin/service', name, 'stop'], { seconds: SECONDS });
  await commands.run(['/usr/sbin/update-rc.d', name, 'disable']);
}

/** Lets it start with the machine again, and starts it, if it was so. */
export async function putBackScript(
  place: InitScriptPlace,
  { enabled, active }: DistributionUnit,
  bySystemd: boolean,
): Promise<void> {
  const { commands, files, root, script } = place;
  if (!(await files.exists(`${root}/etc/init.d/${script.name}`))) return;
  if (bySystemd) await unmaskScript(commands, script.name);
  const now = await initScriptState(place, bySystemd);
  if (enabled && now?.enabled === false) await commands.run(['/usr/sbin/update-rc.d', script.name, 'enable']);
  if (active) await commands.run(['/usr/sbin/service', script.name, 'start'], { seconds: SECONDS });
}
