import type { PlannedFile } from './module/index.js';
import { isForOthers } from './outdated.js';
import type { LiveFile } from './ports.js';

/** A daemon as the plan sees it. */
export interface PlannedDaemon {
  readonly name: string;
  readonly title: string;
  readonly wanted: boolean;
  readonly up: boolean;
  /** It runs with another command than it would be started with now. */
  readonly isOtherwise: boolean;
  /** The supervisor is told to keep it up: when it is not, it crashes and is being started again and again. */
  readonly kept: boolean;
  readonly restartsWith: readonly string[];
  readonly stopsSlowly: boolean;
  readonly disturbs: string;
  readonly disconnectsEverybody: boolean;
}

/** What a step of a save does. The plan's list of steps is the progress bar, and the only list that is carried out. */
export type PlanStep =
  | { readonly kind: 'write'; readonly sentence: string }
  | {
      readonly kind: 'stop';
      readonly sentence: string;
      readonly daemons: readonly string[];
      /** Told to stop too, and not waited for: a later step with them among its daemons does. */
      readonly leaves: readonly string[];
    }
  | { readonly kind: 'activate'; readonly sentence: string }
  | { readonly kind: 'reload'; readonly sentence: string; readonly daemon: string }
  | { readonly kind: 'start'; readonly sentence: string; readonly daemon: string }
  | { readonly kind: 'prove'; readonly sentence: string }
  | { readonly kind: 'watch'; readonly sentence: string };

/** How one file of the new generation differs from the live one. */
export interface FileChange {
  readonly path: string;
  readonly kind: 'new' | 'changed' | 'removed';
}

/** What a save is going to do. */
export interface Plan {
  readonly steps: readonly PlanStep[];
  readonly changes: readonly FileChange[];
  /** Daemons that are stopped and stay so. */
  readonly stopped: readonly string[];
  /** Daemons that are started; also those that were up before and are stopped first. */
  readonly started: readonly string[];
  readonly reloaded: readonly string[];
  /** Whom it disturbs, by the daemons that serve now and are restarted or stopped; each sentence once. */
  readonly disturbs: readonly string[];
  readonly disconnectsEverybody: boolean;
}

/** What the plan is made from. Daemons stand in the order of starting. */
export interface PlanInput {
  readonly files: readonly PlannedFile[];
  readonly live: readonly LiveFile[];
  readonly daemons: readonly PlannedDaemon[];
  /** How long the touched daemons are watched at the end; 0 for not at all. */
  readonly watchSeconds: number;
}

/**
 * Decides what must be written, stopped and started so that the machine is as the rendered files say. Whatever need
 * not be touched is not: no change means no step that touches a file or a daemon. Whoever stops slowly keeps nobody
 * waiting: he is told to stop with the others, which are started while he does, and waited for only then.
 */
export function planOf({ files, live, daemons, watchSeconds }: PlanInput): Plan {
  const changes = changesOf(files, live);
  const changedPaths = new Set(changes.map((change) => change.path));
  const readers = (takes: 'restart' | 'reload'): Set<string> =>
    new Set(
      files
        .filter((file) => file.takes === takes && changedPaths.has(file.path))
        .flatMap((file) => file.readBy),
    );

  const mustRestart = readers('restart');
  const started: PlannedDaemon[] = [];
  for (const daemon of daemons) {
    const restartsWithAnother = daemon.restartsWith.some((name) =>
      started.some((other) => other.name === name),
    );
    if (
      daemon.wanted &&
      (!daemon.up || daemon.isOtherwise || mustRestart.has(daemon.name) || restartsWithAnother)
    )
      started.push(daemon);
  }
  const stopped = daemons.filter((daemon) => (daemon.up || daemon.kept) && !daemon.wanted);
  // A start that is being tried with the old file would be joined by ours, and would hang as it does.
  const stopsFirst = [...stopped, ...started.filter((daemon) => daemon.up || daemon.kept)];
  const served = stopsFirst.filter((daemon) => daemon.up);
  const mustReload = readers('reload');
  const reloaded = daemons.filter(
    (daemon) => daemon.up && daemon.wanted && !started.includes(daemon) && mustReload.has(daemon.name),
  );
  const touchesFiles = changes.length > 0;

  const steps: PlanStep[] = [];
  if (touchesFiles)
    steps.push({ kind: 'write', sentence: `Writing the configuration (${countOf(changes.length, 'file')})` });
  const left = leftBehind(stopsFirst, started);
  if (stopsFirst.length > 0) {
    const awaited = stopsFirst.filter((daemon) => !left.includes(daemon));
    steps.push({
      kind: 'stop',
      sentence: `Stopping ${titles([...awaited, ...left])}`,
      daemons: awaited.map(nameOf).reverse(),
      leaves: left.map(nameOf),
    });
  }
  if (touchesFiles) steps.push({ kind: 'activate', sentence: 'Making the new configuration the live one' });
  for (const daemon of reloaded)
    steps.push({
      kind: 'reload',
      sentence: `Telling ${daemon.title} to read its files again`,
      daemon: daemon.name,
    });
  const start = (daemon: PlannedDaemon): PlanStep => ({
    kind: 'start',
    sentence: `Starting ${daemon.title} and waiting until it serves`,
    daemon: daemon.name,
  });
  steps.push(...started.filter((daemon) => !left.includes(daemon)).map(start));
  if (left.length > 0) {
    const sentence = `Waiting until ${titles(left)} ${left.length === 1 ? 'has' : 'have'} stopped`;
    steps.push({ kind: 'stop', sentence, daemons: left.map(nameOf), leaves: [] });
  }
  steps.push(...started.filter((daemon) => left.includes(daemon)).map(start));
  steps.push({ kind: 'prove', sentence: 'Looking at the service as a client would' });
  if (watchSeconds > 0 && (started.length > 0 || reloaded.length > 0)) {
    steps.push({ kind: 'watch', sentence: `Watching for ${watchSeconds} seconds that it stays well` });
  }

  return {
    steps,
    changes,
    stopped: stopped.map(nameOf),
    started: started.map(nameOf),
    reloaded: reloaded.map(nameOf),
    disturbs: disturbancesOf(served),
    disconnectsEverybody: served.some((daemon) => daemon.disconnectsEverybody),
  };
}

/** Who stops slowly while others are started, none of which waits for him. */
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

function changesOf(files: readonly PlannedFile[], live: readonly LiveFile[]): readonly FileChange[] {
  const onDisk = new Map(live.map((file) => [file.path, file]));
  const rendered = new Set(files.map((file) => file.path));
  return [
    ...files.flatMap((file): readonly FileChange[] => {
      const now = onDisk.get(file.path);
      if (now === undefined) return [{ path: file.path, kind: 'new' }];
      const isSame = now.content === file.content && !now.changedByHand && !isForOthers(now, file);
      return isSame ? [] : [{ path: file.path, kind: 'changed' }];
    }),
    ...live.flatMap((file): readonly FileChange[] =>
      rendered.has(file.path) ? [] : [{ path: file.path, kind: 'removed' }],
    ),
  ];
}

/** Where everybody is disconnected, all else goes without saying, and "nobody is disconnected" would be wrong. */
function disturbancesOf(daemons: readonly PlannedDaemon[]): readonly string[] {
  const worst = daemons.filter((daemon) => daemon.disconnectsEverybody);
  return [...new Set((worst.length > 0 ? worst : daemons).map((daemon) => daemon.disturbs))];
}

function nameOf(daemon: PlannedDaemon): string {
  return daemon.name;
}

function titles(daemons: readonly PlannedDaemon[]): string {
  return daemons.map((daemon) => daemon.title).join(', ');
}

function countOf(count: number, noun: string): string {
  return count === 1 ? `1 ${noun}` : `${count} ${noun}s`;
}
