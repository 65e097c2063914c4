import { partsOf, passes, timeText, type LogFilter } from '../../core/log-line.js';
import type { Daemon } from '../../core/module/index.js';
import type { Machine } from '../../core/ports.js';
import { byPort, entryOf, isOwnLook, type LogEntry } from './log-entry.js';

/** What is wanted of the logs of all daemons. */
export interface AllLogsFilter extends LogFilter {
  /** Only this daemon; `''` for all. */
  readonly daemon: string;
  /** True to show the panel's own looks at the daemons, too. */
  readonly withOwnLooks: boolean;
}

/** A daemon with the latest lines of its log, oldest first. */
export interface DaemonLines {
  readonly daemon: Daemon;
  readonly lines: readonly string[];
  /** Those that no stranger can have written. */
  readonly genuine: ReadonlySet<string>;
}

/** Up to where each log was read: daemon → the time of its last line. */
export type LogPlaces = Readonly<Record<string, string>>;

/** The places after these lines; of a log without new lines the place stays. */
export function placesAfter(logs: readonly DaemonLines[], before: LogPlaces = {}): LogPlaces {
  const after = logs.map(({ daemon: { name }, lines }): [string, string] => [
    name,
    timeText(lines.at(-1) ?? '') || (before[name] ?? ''),
  ]);
  return Object.fromEntries(after);
}

/** The lines that came after these places. */
export function linesAfter(logs: readonly DaemonLines[], places: LogPlaces): readonly DaemonLines[] {
  return logs.map((log) => ({
    ...log,
    lines: log.lines.filter((line) => timeText(line) > (places[log.daemon.name] ?? '')),
  }));
}

/**
 * The lines of several logs that pass, the newest first, without those that say nothing. Only as many are looked at as are wanted.
 * @param enough so many entries at most
 */
export function merged(
  logs: readonly DaemonLines[],
  filter: AllLogsFilter,
  network: Pick<Machine['network'], 'ownConnections'>,
  enough: number,
): readonly LogEntry[] {
  const own = byPort(network.ownConnections());
  const entries: LogEntry[] = [];
  for (const { daemon, line, isGenuine } of newestFirst(logs)) {
    if (entries.length >= enough) break;
    if (partsOf(line).text.trim() === '') continue;
    if (!passes(line, filter) || (!filter.withOwnLooks && isOwnLook(daemon, line, own))) continue;
    entries.push(entryOf(daemon, line, isGenuine));
  }
  return entries;
}

function* newestFirst(
  logs: readonly DaemonLines[],
): Generator<{ daemon: Daemon; line: string; isGenuine: boolean }> {
  const ends = logs.map((log) => ({ ...log, next: log.lines.length, time: '' }));
  const back = (one: (typeof ends)[number]): void => {
    one.next -= 1;
    one.time = timeText(one.lines[one.next] ?? '');
  };
  ends.forEach(back);
  for (;;) {
    let latest: (typeof ends)[number] | null = null;
    for (const one of ends) {
      if (one.next >= 0 && (latest === null || one.time > latest.time)) latest = one;
    }
    const line = latest?.lines[latest.next];
    if (latest === null || line === undefined) return;
    back(latest);
    yield { daemon: latest.daemon, line, isGenuine: latest.genuine.has(line) };
  }
}
