import { allOf, many, quantity, say, type List, type Sentence } from '../words/sentence.js';
import type { DaemonChanges } from './daemon-changes.js';
import type { PlannedDaemon } from './planned-daemon.js';

/** What a step of a save does. The plan's list of steps is the progress bar, and the only list that is carried out. */
export type PlanStep =
  | { readonly kind: 'write'; readonly sentence: Sentence }
  | {
      readonly kind: 'stop';
      readonly sentence: Sentence;
      readonly daemons: readonly string[];
      /** Told to stop too, and not waited for: a later step with them among its daemons does. */
      readonly leaves: readonly string[];
    }
  | { readonly kind: 'activate'; readonly sentence: Sentence }
  | { readonly kind: 'reload'; readonly sentence: Sentence; readonly daemon: string }
  | { readonly kind: 'start'; readonly sentence: Sentence; readonly daemon: string }
  | { readonly kind: 'prove'; readonly sentence: Sentence };

/**
 * The steps of a save, in order.
 * @param fileCount how many files change
 */
export function stepsOf(
  fileCount: number,
  { started, reloaded, stopsFirst, left }: DaemonChanges,
): readonly PlanStep[] {
  return [
    ...writing(fileCount),
    ...stopping(stopsFirst, left),
    ...activating(fileCount),
    ...reloaded.map(reloading),
    ...started.filter((daemon) => !left.includes(daemon)).map(starting),
    ...waitingFor(left),
    ...started.filter((daemon) => left.includes(daemon)).map(starting),
    { kind: 'prove', sentence: say`Testing the service as a client would` },
  ];
}

function writing(fileCount: number): readonly PlanStep[] {
  if (fileCount === 0) return [];
  const sentence = many(
    fileCount,
    say`Writing the configuration (1 file)`,
    say`Writing the configuration (${{ count: quantity(fileCount) }} files)`,
  );
  return [{ kind: 'write', sentence }];
}

function stopping(stopsFirst: readonly PlannedDaemon[], left: readonly PlannedDaemon[]): readonly PlanStep[] {
  if (stopsFirst.length === 0) return [];
  const awaited = stopsFirst.filter((daemon) => !left.includes(daemon));
  return [
    {
      kind: 'stop',
      sentence: say`Stopping ${{ daemons: titles([...awaited, ...left]) }}`,
      daemons: awaited.map(({ name }) => name).reverse(),
      leaves: left.map(({ name }) => name),
    },
  ];
}

function activating(fileCount: number): readonly PlanStep[] {
  return fileCount === 0 ? [] : [{ kind: 'activate', sentence: say`Making the new configuration active` }];
}

function reloading({ name, title }: PlannedDaemon): PlanStep {
  return {
    kind: 'reload',
    sentence: say`Telling ${{ daemon: title }} to read its files again`,
    daemon: name,
  };
}

function starting({ name, title }: PlannedDaemon): PlanStep {
  return {
    kind: 'start',
    sentence: say`Starting ${{ daemon: title }} and waiting until it serves`,
    daemon: name,
  };
}

function waitingFor(left: readonly PlannedDaemon[]): readonly PlanStep[] {
  if (left.length === 0) return [];
  const daemons = titles(left);
  const sentence = many(
    left.length,
    say`Waiting until ${{ daemons }} has stopped`,
    say`Waiting until ${{ daemons }} have stopped`,
  );
  return [{ kind: 'stop', sentence, daemons: left.map(({ name }) => name), leaves: [] }];
}

function titles(daemons: readonly PlannedDaemon[]): List {
  return allOf(daemons.map(({ title }) => title));
}
