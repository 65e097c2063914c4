/** How bad what a line says is; `usual` where it does not say. */
export type LogLevel = 'usual' | 'warning' | 'error';

/** What is to be shown of a log. */
export interface LogFilter {
  /** Only lines that contain this, whatever its case; `''` for all. */
  readonly search: string;
  /** Only lines that are at least so bad. */
  readonly level: LogLevel;
}

/** s6-log's time, to the second; its fractions, and a date of the daemon's own behind it, tell nobody more. */
const TIMES = /^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)\.\d+ {2}(?:\w{3} \w{3} [ \d]\d [\d:]{8} \d{4} )?/;

/** syslog's levels as daemons write them between brackets, those of our own log, and how s6 saw a daemon end (15 is how it is told to). */
const ERROR =
  /\[(?:error|critical|alert|emergency)\]|Z error |ebox-jabber: (?:killed by signal (?!15$)|ended with status [1-9])/;
const WARNING = /\[warning\]/;

const rank: Readonly<Record<LogLevel, number>> = { usual: 0, warning: 1, error: 2 };

/** How bad a line is, by its own words. */
export function levelOf(line: string): LogLevel {
  if (ERROR.test(line)) return 'error';
  return WARNING.test(line) ? 'warning' : 'usual';
}

/** The line as people read it: with one time, to the second. */
export function readableLine(line: string): string {
  return line.replace(TIMES, '$1  ');
}

/** Whether a filter lets a line through. */
export function passes(line: string, { search, level }: LogFilter): boolean {
  return rank[levelOf(line)] >= rank[level] && line.toLowerCase().includes(search.toLowerCase());
}
