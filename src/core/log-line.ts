/** How bad what a line says is; `usual` where it does not say. */
export type LogLevel = 'usual' | 'warning' | 'error';

/** Every line that the panel's own programs write when a daemon ends: how the supervisor saw it. */
const END = /^ebox-jabber: (?:killed by signal (\d+)|ended with status (\d+))$/;

/** How a daemon ended, where the line is the supervisor's and tells of that. @param text without times */
export function endIn(
  text: string,
): { readonly signal: number | null; readonly status: number | null } | null {
  const found = END.exec(text);
  if (found === null) return null;
  const [, signal, status] = found;
  return {
    signal: signal === undefined ? null : Number(signal),
    status: status === undefined ? null : Number(status),
  };
}

/** What is to be shown of a log. */
export interface LogFilter {
  /** Only lines that contain this, whatever its case; `''` for all. */
  readonly search: string;
  /** Only lines that are at least so bad. */
  readonly level: LogLevel;
}

/** s6-log's time, to the second; its fractions, and a date of the daemon's own behind it, tell nobody more. */
const TIMES = /^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)\.\d+ {2}(?:\w{3} \w{3} [ \d]\d [\d:]{8} \d{4} )?/;

/** The supervisor’s time, then what daemons put before their lines: a date, a clock with a thread, or ISO 8601. */
const PARTS =
  /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d\.\d{3})\d* {1,2}(?:\w{3} \w{3} [ \d]\d [\d:]{8} \d{4} |[0-9a-f]{8}\.[0-9a-f]{8} 0x[0-9a-f]+ |\d{4}-\d\d-\d\dT[\d:.]{12}Z )?(.*)$/s;

/** The supervisor's time as it stands there, by which lines of several daemons are put in order; `''` where there is none. */
export function timeText(line: string): string {
  return /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d+/.exec(line)?.[0] ?? '';
}

/** A line in its parts. */
export interface LogParts {
  /** Milliseconds since 1970; null of a line without a time. */
  readonly at: number | null;
  /** What the daemon said, without the times. */
  readonly text: string;
}

/** Takes a line apart. Its time is that of this machine's clock. */
export function partsOf(line: string): LogParts {
  const [, day = '', time = '', text = line] = PARTS.exec(line) ?? [];
  const at = day === '' ? NaN : new Date(`${day}T${time}`).getTime();
  return { at: Number.isNaN(at) ? null : at, text };
}

/**
 * syslog's levels as daemons write them between brackets, those of our own log, and how s6 saw a daemon end (15 is how it is
 * told to). The first is the daemon's own word: clients choose much of what comes behind it.
 */
const LEVEL =
  /\[(emergency|alert|critical|error|warning|notice|info|debug)\]|Z (error|info) |ebox-jabber: (?:killed by signal (?!15$)|ended with status [1-9])/;

const rank: Readonly<Record<LogLevel, number>> = { usual: 0, warning: 1, error: 2 };

/** How bad a line is, by its own words. */
export function levelOf(line: string): LogLevel {
  const found = LEVEL.exec(line);
  if (found === null) return 'usual';
  const word = found[1] ?? found[2] ?? 'error';
  if (word === 'warning') return 'warning';
  return ['notice', 'info', 'debug'].includes(word) ? 'usual' : 'error';
}

/** The line as people read it: with one time, to the second. */
export function readableLine(line: string): string {
  return line.replace(TIMES, '$1  ');
}

/** Whether a filter lets a line through. */
export function passes(line: string, { search, level }: LogFilter): boolean {
  return (
    line.toLowerCase().includes(search.toLowerCase()) &&
    (level === 'usual' || rank[levelOf(line)] >= rank[level])
  );
}
