import type { DaemonChanges } from './daemon-changes.js';
import type { PlannedDaemon } from './planned-daemon.js';

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

/**
 * The steps of a save, in order.
 * @param fileCount how many files change
 * @param watchSeconds how long the touched daemons are watched at the end; 0 for not at all
 */
export function stepsOf(
  fileCount: number,
  { started, reloaded, stopsFirst, left }: DaemonChanges,
  watchSeconds: number,
): readonly PlanStep[] {
  const isTouched = started.length > 0 || reloaded.length > 0;
  return [
    ...writing(fileCount),
    ...stopping(stopsFirst, left),
    ...activating(fileCount),
    ...reloaded.map(reloading),
    ...started.filter((daemon) => !left.includes(daemon)).map(starting),
    ...waitingFor(left),
    ...started.filter((daemon) => left.includes(daemon)).map(starting),
    { kind: 'prove', sentence: 'Looking at the service as a client would' },
    ...(watchSeconds > 0 && isTouched ? [watching(watchSeconds)] : []),
  ];
}

function writing(fileCount: number): readonly PlanStep[] {
  const files = fileCount === 1 ? '1 file' : `${fileCount} files`;
  return fileCount === 0 ? [] : [{ kind: 'write', sentence: `Writing the configuration (${files})` }];
}

function stopping(stopsFirst: readonly PlannedDaemon[], left: readonly PlannedDaemon[]): readonly PlanStep[] {
  if (stopsFirst.length === 0) return [];
  const awaited = stopsFirst.filter((daemon) => !left.includes(daemon));
  return [
    {
      kind: 'stop',
      sentence: `Stopping ${titles([...awaited, ...left])}`,
      daemons: awaited.map(({ name }) => name).reverse(),
      leaves: left.map(({ name }) => name),
    },
  ];
}

function activating(fileCount: number): readonly PlanStep[] {
  return fileCount === 0 ? [] : [{ kind: 'activate', sentence: 'Making the new configuration the live one' }];
}

function reloading({ name, title }: PlannedDaemon): PlanStep {
  return { kind: 'reload', sentence: `Telling ${title} to read its files again`, daemon: name };
}

function starting({ name, title }: PlannedDaemon): PlanStep {
  return { kind: 'start', sentence: `Starting ${title} and waiting until it serves`, daemon: name };
}

function waitingFor(left: readonly PlannedDaemon[]): readonly PlanStep[] {
  if (left.length === 0) return [];
  const sentence = `Waiting until ${titles(left)} ${left.length === 1 ? 'has' : 'have'} stopped`;
  return [{ kind: 'stop', sentence, daemons: left.map(({ name }) => name), leaves: [] }];
}

function watching(seconds: number): PlanStep {
  return { kind: 'watch', sentence: `Watching for ${seconds} seconds that it stays well` };
}

function titles(daemons: readonly PlannedDaemon[]): string {
  return daemons.map(({ title }) => title).join(', ');
}
