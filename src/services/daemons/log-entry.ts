import { endIn, levelOf, partsOf, type LogLevel } from '../../core/log-line.js';
import type { Daemon } from '../../core/module/index.js';
import type { OwnConnection } from '../../core/ports.js';
import { say, type Sentence } from '../../core/words/sentence.js';

/** A line of a daemon's log, for people. */
export interface LogEntry {
  readonly daemon: string;
  readonly title: Sentence;
  /** ISO 8601; `''` of a line without a time. */
  readonly iso: string;
  /** What the daemon wrote, without times. */
  readonly text: string;
  readonly level: LogLevel;
  /** The same in plain words, where the line is known; else `''`. */
  readonly sentence: Sentence | '';
}

/** Puts a line into words. @param isGenuine whether the daemon wrote it, and no stranger */
export function entryOf(daemon: Daemon, line: string, isGenuine: boolean): LogEntry {
  const { at, text } = partsOf(line);
  return {
    daemon: daemon.name,
    title: daemon.title,
    iso: at === null ? '' : new Date(at).toISOString(),
    text,
    level: levelOf(line),
    sentence: (isGenuine ? (endWords(text) ?? daemon.tells(text)) : null) ?? '',
  };
}

function endWords(text: string): Sentence | null {
  const end = endIn(text);
  if (end === null) return null;
  if (end.status === 0 || end.signal === 15) return say`The daemon has stopped.`;
  return end.signal === null
    ? say`The daemon ended by itself, with the status ${{ status: end.status ?? 0 }}.`
    : say`The daemon was killed by the signal ${{ signal: end.signal }}.`;
}

/** Nobody gets the port of a connection that was closed within a second (Linux, tcp_tw_reuse over loopback). */
const STILL_OURS = 1000;

/**
 * Whether a line is certainly about a look of the panel's own: its connection begins or ends at a port that the panel had
 * at that time, or the daemon says so. In doubt it is not.
 */
export function isOwnLook(
  daemon: Daemon,
  line: string,
  own: ReadonlyMap<number, readonly OwnConnection[]>,
): boolean {
  const { at, text } = partsOf(line);
  if (daemon.isOwnLook(text)) return true;
  const peer = daemon.peerIn(text);
  if (peer === null || at === null || !isLoopback(peer.address)) return false;
  return (own.get(peer.port) ?? []).some(
    ({ opened, closed }) => at >= opened - 1 && at <= closed + STILL_OURS,
  );
}

/** The panel's connections by their ports. */
export function byPort(own: readonly OwnConnection[]): ReadonlyMap<number, readonly OwnConnection[]> {
  const found = new Map<number, OwnConnection[]>();
  for (const one of own) {
    const known = found.get(one.port);
    if (known === undefined) found.set(one.port, [one]);
    else known.push(one);
  }
  return found;
}

function isLoopback(address: string): boolean {
  return address === '::1' || /^127\./.test(address);
}
