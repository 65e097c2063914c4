import { covers } from './module/index.js';
import type { RenderedFile, LiveFile } from './ports.js';

/**
 * Whether a process was started with another command than it would be now. A script has its interpreter before the
 * command, and what another program begins and then becomes has the end of it.
 * @param argv what it runs with; empty when it is not known
 * @param command what it would be started with
 */
export function runsOtherwise(argv: readonly string[], command: readonly string[]): boolean {
  const length = Math.min(argv.length, command.length);
  const [runs, wanted] = [argv.slice(argv.length - length), command.slice(command.length - length)];
  return runs.some((word, at) => word !== wanted[at]);
}

/**
 * Whether a new version of the panel brought the daemon: of all files that it reads none is live yet.
 * @param files all that a module may write
 * @param live empty when nothing was ever written, or when it is not known
 */
export function isBroughtAnew(
  daemon: string,
  files: readonly { readonly path: string; readonly readBy: readonly string[] }[],
  live: readonly Pick<LiveFile, 'path'>[],
): boolean {
  const read = files.filter(({ readBy }) => readBy.includes(daemon));
  return (
    live.length > 0 && read.length > 0 && read.every((file) => live.every(({ path }) => !covers(file, path)))
  );
}

/** Whether a live file was written for other readers than it would be now. */
export function isForOthers(
  { access }: LiveFile,
  { readableBy, executable }: Pick<RenderedFile, 'readableBy' | 'executable'>,
): boolean {
  return (
    access !== undefined && (!access.readableBy.includes(readableBy) || access.executable !== executable)
  );
}
