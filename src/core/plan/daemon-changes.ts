import type { PlannedFile } from '../module/index.js';
import type { FileChange } from './file-changes.js';
import type { PlannedDaemon } from './planned-daemon.js';

/** What a save does with which daemons. All stand in the order of starting. */
export interface DaemonChanges {
  /** Stopped, and stay so. */
  readonly stopped: readonly PlannedDaemon[];
  /** Started; also those that were up before and are stopped first. */
  readonly started: readonly PlannedDaemon[];
  readonly reloaded: readonly PlannedDaemon[];
  /** All that are stopped, be it that they are started again. */
  readonly stopsFirst: readonly PlannedDaemon[];
  /** Those of them that stop slowly: they are told to stop with the others, and waited for only after the starts. */
  readonly left: readonly PlannedDaemon[];
}

/** Decides which daemons must be touched so that all run as wanted, with the new files. */
export function daemonChanges(
  daemons: readonly PlannedDaemon[],
  files: readonly PlannedFile[],
  changes: readonly FileChange[],
): DaemonChanges {
  const changedPaths = new Set(changes.flatMap(({ path, canWait }) => (canWait === true ? [] : [path])));
  const readers = (takes: PlannedFile['takes']): Set<string> =>
    new Set(
      files
        .filter((file) => file.takes === takes && changedPaths.has(file.path))
        .flatMap((file) => file.readBy),
    );
  const mustReload = readers('reload');
  const stopped = daemons.filter((daemon) => isTried(daemon) && !daemon.wanted);
  const started = startedOf(daemons, readers('restart'));
  const stopsFirst = [...stopped, ...started.filter(isTried)];
  return {
    stopped,
    started,
    reloaded: daemons.filter(
      (daemon) => daemon.up && daemon.wanted && !started.includes(daemon) && mustReload.has(daemon.name),
    ),
    stopsFirst,
    left: leftBehind(stopsFirst, started),
  };
}

/** Up, or being started again and again: our start would join one that is tried with the old file, and hang as it does. */
function isTried({ up, kept }: PlannedDaemon): boolean {
  return up || kept;
}

function startedOf(
  daemons: readonly PlannedDaemon[],
  mustRestart: ReadonlySet<string>,
): readonly PlannedDaemon[] {
  const started: PlannedDaemon[] = [];
  for (const daemon of daemons) {
    const restartsWithAnother = started.some(({ name }) => daemon.restartsWith.includes(name));
    const isDue = !daemon.up || daemon.isOtherwise || mustRestart.has(daemon.name) || restartsWithAnother;
    if (daemon.wanted && isDue) started.push(daemon);
  }
  return started;
}

/** Which of the slow ones are not waited for while others are started, none of which needs them gone. */
function leftBehind(
  stops: readonly PlannedDaemon[],
  started: readonly PlannedDaemon[],
): readonly PlannedDaemon[] {
  const left = stops.filter(
    ({ name, stopsSlowly }) =>
      stopsSlowly && !started.some(({ restartsWith }) => restartsWith.includes(name)),
  );
  return started.some((daemon) => !left.includes(daemon)) ? left : [];
}
