import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { patternOf, usualEnds, usualLines } from './log-lines.js';

/** What the machine at hand may say beside the usual, by the name of the daemon. */
let expected: { readonly daemon: string; readonly pattern: RegExp }[] = [];

/**
 * Says that a daemon may write such lines until the next machine has ended: what a test provokes, it declares.
 * @param daemon its name, `panel` for the panel's own log, `supervisor` for s6's
 */
export function expectLog(daemon: string, ...patterns: readonly RegExp[]): void {
  expected.push(...patterns.map((pattern) => ({ daemon, pattern })));
}

/** A save that is to fail says so in the panel's log, with the reason that the test looks at itself. */
export function expectFailedSave(): void {
  expectLog('panel', / error Saving the changes failed: /);
}

/** A line of a log, with the name of the daemon. */
type Said = readonly [daemon: string, line: string];

/**
 * The rule of the whole suite: every line of every log is a usual one or an expected one.
 * @param logs the folder with a folder for each daemon's log
 * @param panel what the panel itself wrote
 * @throws Error that names the daemons and the lines
 */
export async function judgeLogs(logs: string, panel: readonly string[]): Promise<void> {
  judgeLines([...panel.map((line): Said => ['panel', line]), ...(await linesBelow(logs))]);
}

/** The rule, for lines that were read already. */
export function judgeLines(said: readonly Said[]): void {
  const strange = said.filter(([daemon, line]) => !isUsual(daemon, line) && !isExpected(daemon, line));
  expected = [];
  if (strange.length === 0) return;
  const shown = strange.slice(0, 20).map(([daemon, line]) => `  ${daemon}: ${line}`);
  const more = strange.length > shown.length ? [`  and ${strange.length - shown.length} more`] : [];
  throw new Error(`Logs have lines that nobody expected:\n${[...shown, ...more].join('\n')}`);
}

/** Every line of every daemon, those of files that were rotated too. */
async function linesBelow(logs: string): Promise<readonly Said[]> {
  const daemons = await readdir(logs);
  const lines = daemons.map(async (daemon) => {
    const files = (await readdir(join(logs, daemon))).filter((name) => /^(current|@\w+\.[su])$/.test(name));
    const texts = await Promise.all(files.sort().map((name) => readFile(join(logs, daemon, name), 'utf8')));
    return texts.flatMap((text) =>
      text
        .split('\n')
        .slice(0, -1)
        .map((line): Said => [daemon, line]),
    );
  });
  return (await Promise.all(lines)).flat();
}

const patterns = new Map(
  Object.entries(usualLines).map(([daemon, sentences]) => [daemon, sentences.map(patternOf)]),
);

function isUsual(daemon: string, line: string): boolean {
  const said = bare(line);
  return usualEnds.includes(said) || (patterns.get(daemon) ?? []).some((pattern) => pattern.test(said));
}

function isExpected(daemon: string, line: string): boolean {
  return expected.some((one) => one.daemon === daemon && one.pattern.test(line));
}

/** The line without the times before it: s6-log's, jabberd2's with its level, slapd's clock with its thread, the panel's. */
function bare(line: string): string {
  return line
    .replace(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d+ \s+/, '')
    .replace(/^\w{3} \w{3} [ \d]\d \d\d:\d\d:\d\d \d{4} \[(notice|info)\] /, '')
    .replace(/^[\da-f]+\.[\da-f]+ 0x[\da-f]+ /, '')
    .replace(/^\d{4}-\d\d-\d\dT[\d:.]+Z /, '')
    .trimStart();
}
