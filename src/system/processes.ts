import { constants, readlinkSync } from 'node:fs';
import { open, readdir, readFile, realpath } from 'node:fs/promises';

/** The name of what a process runs now (proc(5), comm), or null when there is no such process. */
export async function programOf(pid: number): Promise<string | null> {
  return readFile(`/proc/${pid}/comm`, 'utf8').then(
    (name) => name.trimEnd(),
    () => null,
  );
}

/** The words that a process was started with (proc(5), cmdline); none when there is no such process. */
export async function commandLineOf(pid: number): Promise<readonly string[]> {
  const text = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  return text.split('\0').slice(0, -1);
}

/** Ticks of the clock in a second, as proc(5) counts for every program (USER_HZ). */
const TICKS = 100;

/** When a process was started, in milliseconds since 1970; null when there is no such process. */
export async function startOf(pid: number): Promise<number | null> {
  const [stat, uptime] = await Promise.all(
    [`/proc/${pid}/stat`, '/proc/uptime'].map((path) => readFile(path, 'utf8').catch(() => '')),
  );
  const ticks = Number(afterName(stat ?? '')[19]);
  const up = Number(uptime?.split(' ')[0]);
  return Number.isFinite(ticks) && Number.isFinite(up) ? Date.now() - (up - ticks / TICKS) * 1000 : null;
}

/** Whether the process leads its session (proc(5), stat). */
export async function isSessionLeader(pid: number): Promise<boolean> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return Number(afterName(stat)[3]) === pid;
}

/** The fields of /proc/PID/stat behind the name, which may hold anything; the first is the state. */
function afterName(stat: string): readonly string[] {
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}

/**
 * The processes that have this file open. A file that only one daemon and its children inherit names
 * them for sure, which a remembered pid does not. Without root, only one's own processes are seen.
 */
export async function holdersOf(path: string): Promise<readonly number[]> {
  const file = await realpath(path).catch(() => null);
  if (file === null) return [];
  const pids = (await readdir('/proc')).map(Number).filter(Number.isInteger);
  const holding = await Promise.all(pids.map((pid) => hasOpen(pid, file)));
  return pids.filter((_, index) => holding[index]);
}

async function hasOpen(pid: number, file: string): Promise<boolean> {
  const descriptors = await readdir(`/proc/${pid}/fd`).catch(() => []);
  return descriptors.some((fd) => fileAt(`/proc/${pid}/fd/${fd}`) === file);
}

/** Where a link of proc(5) leads, or null when it is gone. Thousands of promises would cost four times as much. */
function fileAt(link: string): string | null {
  try {
    return readlinkSync(link);
  } catch {
    return null;
  }
}

/** Whether some process has this FIFO open for reading. */
export async function hasReader(fifo: string): Promise<boolean> {
  return open(fifo, constants.O_WRONLY | constants.O_NONBLOCK).then(
    async (file) => {
      await file.close();
      return true;
    },
    () => false,
  );
}

/** Sends a signal; nothing happens when the process is gone meanwhile. */
export function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
