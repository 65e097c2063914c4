import { commandLineOf } from '../../system/processes.js';

/** Whether a process is one of the panel's daemons: each is started with a path below its state folder. */
export async function isOurs(pid: number, state: string): Promise<boolean> {
  const words = await commandLineOf(pid);
  return words.some((word) => word.includes(`${state}/`) || word.includes(encodeURIComponent(`${state}/`)));
}

/** The file that a process was told to read with `-c`; null when it is gone, or was told none. */
export async function configurationOf(pid: number): Promise<string | null> {
  const words = await commandLineOf(pid);
  return words.includes('-c') ? (words[words.indexOf('-c') + 1] ?? null) : null;
}
