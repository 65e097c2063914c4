import { readdir } from 'node:fs/promises';
import type { Commands, DistributionUnit, Files } from '../../core/ports.js';
import { nullWhenMissing } from '../atomic-file.js';
import { initScript } from './remembered-units.js';
import { isScriptMasked, maskScript, unmaskScript } from './systemd-units.js';

/** What the init script starts, by the names of their pid files. */
const PARTS = ['router', 'sm', 'c2s', 's2s', 'muc'] as const;
/** Seconds that they may take to stop or start. */
const SECONDS = 90;

/** Where init scripts are: '' or, in tests, a folder that stands for `/`. */
export interface InitScriptPlace {
  readonly root: string;
  readonly files: Files;
  readonly commands: Commands;
}

/**
 * Debian's init script of jabberd2, or null when there is none.
 * @param bySystemd whether systemd runs this machine: then its processes belong to units, and only the links count,
 *   which systemd follows as soon as no unit of this name is enabled
 */
export async function initScriptState(
  { root, files, commands }: InitScriptPlace,
  bySystemd: boolean,
): Promise<DistributionUnit | null> {
  if (!(await files.exists(`${root}/etc/init.d/${initScript}`))) return null;
  if (bySystemd && (await isScriptMasked(commands)))
    return { name: initScript, enabled: false, active: false };
  const links = await Promise.all(
    ['2', '3', '4', '5'].map((level) => readdir(`${root}/etc/rc${level}.d`).catch(nullWhenMissing)),
  );
  const enabled = links.some((names) => (names ?? []).some((name) => /^S\d\djabberd2$/.test(name)));
  const running = await Promise.all(PARTS.map((part) => runs(root, files, part)));
  return { name: initScript, enabled, active: !bySystemd && running.includes(true) };
}

/** Whether the process of a pid file lives and is this part of the server, and not another one of the same number. */
async function runs(root: string, files: Files, part: (typeof PARTS)[number]): Promise<boolean> {
  // The folder is jabber's: anything there that is no file names no process.
  const text = await files.read(`${root}/run/jabberd2/${part}.pid`).catch(() => null);
  const pid = text?.trim() ?? '';
  if (!/^\d+$/.test(pid)) return false;
  const program = part === 'muc' ? '/usr/sbin/mu-conference' : `/usr/sbin/jabberd2-${part}`;
  return (await files.read(`/proc/${pid}/cmdline`).catch(() => null))?.split('\0')[0] === program;
}

/** Stops it, and keeps it from starting with the machine. */
export async function turnOffScript(
  { commands }: InitScriptPlace,
  { active }: DistributionUnit,
  bySystemd: boolean,
): Promise<void> {
  if (bySystemd) return maskScript(commands);
  if (active) await commands.run(['/usr/sbin/service', initScript, 'stop'], { seconds: SECONDS });
  await commands.run(['/usr/sbin/update-rc.d', initScript, 'disable']);
}

/** Lets it start with the machine again, and starts it, if it was so. */
export async function putBackScript(
  place: InitScriptPlace,
  { enabled, active }: DistributionUnit,
  bySystemd: boolean,
): Promise<void> {
  const { commands, files, root } = place;
  if (!(await files.exists(`${root}/etc/init.d/${initScript}`))) return;
  if (bySystemd) await unmaskScript(commands);
  const now = await initScriptState(place, bySystemd);
  if (enabled && now?.enabled === false) await commands.run(['/usr/sbin/update-rc.d', initScript, 'enable']);
  if (active) await commands.run(['/usr/sbin/service', initScript, 'start'], { seconds: SECONDS });
}
