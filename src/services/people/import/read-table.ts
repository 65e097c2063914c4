import { parse, CsvError } from 'csv-parse';
import { setImmediate } from 'node:timers/promises';
import { separators, type Separator } from '../../../core/people/import/imports.js';
import { importLimits } from '../../../core/people/import/limits.js';
import { quantity, say, type Sentence } from '../../../core/words/sentence.js';
import { Trouble } from '../../../errors.js';

/** A line of the table. */
export interface TableLine {
  /** Where it begins in the file, the first line is 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

/** A file as a table. */
export interface Table {
  readonly separator: Separator;
  readonly lines: readonly TableLine[];
  /** What stood before the table: the program that wrote it is known by it. */
  readonly preamble: 'powershell' | 'entra' | 'excel' | '';
}

/** Characters that are parsed before others have a turn of the event loop. */
const PIECE = 32_768;
/** Characters by which the separator is found. */
const HEAD = 20_000;

/**
 * Reads a table with lines and cells; see RFC 4180.
 * @param separator null: the one that makes the most even table
 * @throws Trouble that says what is wrong in which line
 */
export async function readTable(text: string, separator: Separator | null): Promise<Table> {
  const { preamble, said, rest, skipped } = withoutPreamble(text);
  if (rest.trim() === '')
    throw new Trouble(say`The file is empty. Choose a file with one user in each line.`);
  const chosen = separator ?? said ?? (await likelySeparator(rest));
  const lines = await linesOf(rest, chosen);
  const widest = Math.max(...lines.map(({ cells }) => cells.length));
  if (widest > importLimits.columns)
    throw new Trouble(
      say`A line has more than ${{ count: importLimits.columns }} columns. Choose another separator.`,
    );
  return {
    separator: chosen,
    preamble,
    lines: lines.map(({ line, cells }) => ({ line: line + skipped, cells })),
  };
}

/** Excel says its separator in a first line, PowerShell the type of its objects, Entra the version of its form. */
function withoutPreamble(text: string): {
  preamble: Table['preamble'];
  said: Separator | null;
  rest: string;
  skipped: number;
} {
  const [whole = '', line = ''] = /^([^\r\n]*)(?:\r\n|\n|\r|$)/.exec(text) ?? [];
  const rest = text.slice(whole.length);
  const sep = /^"?sep=(.)"?$/i.exec(line)?.[1];
  const said = separators.find((one) => one === sep) ?? null;
  if (sep !== undefined) return { preamble: 'excel', said, rest, skipped: 1 };
  if (/^"?#TYPE /.test(line)) return { preamble: 'powershell', said: null, rest, skipped: 1 };
  if (/^"?version:v\d/i.test(line)) return { preamble: 'entra', said: null, rest, skipped: 1 };
  return { preamble: '', said: null, rest: text, skipped: 0 };
}

/** The separator whose first lines have the same number of cells, and the most of them. */
async function likelySeparator(text: string): Promise<Separator> {
  const head =
    text.length > HEAD ? text.slice(0, text.lastIndexOf('\n', HEAD) + 1) || text.slice(0, HEAD) : text;
  let best: { separator: Separator; worth: number } = { separator: ',', worth: 0 };
  for (const separator of separators) {
    const worth = await evenness(head, separator);
    if (worth > best.worth) best = { separator, worth };
  }
  return best.separator;
}

async function evenness(head: string, separator: Separator): Promise<number> {
  try {
    const [first, ...others] = await linesOf(head, separator);
    const width = first?.cells.length ?? 1;
    const even = others.filter(({ cells }) => cells.length === width).length;
    return width < 2 ? 0 : (1 + even) / (1 + others.length) + width / 1_000;
  } catch {
    return 0;
  }
}

/** @throws Trouble */
async function linesOf(text: string, separator: Separator): Promise<readonly TableLine[]> {
  const lines: TableLine[] = [];
  let last = 0;
  const problems: Sentence[] = [];
  const parser = parse({
    delimiter: separator,
    record_delimiter: ['\r\n', '\n', '\r'],
    // No header here: csv-parse keeps only one of two columns with the same name.
    columns: false,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: importLimits.line,
    on_record: (record: unknown, { lines: read }): null => {
      const cells = Array.isArray(record) ? record.map(String) : [];
      const line = read - cells.reduce((sum, cell) => sum + breaksIn(cell), 0);
      last = read;
      if (cells.some((cell) => cell.trim() !== '')) lines.push({ line, cells });
      return null;
    },
  });
  parser.on('error', (error) => problems.push(wordsOf(error, last + 1)));
  parser.resume();
  const ended = new Promise<void>((resolve) => parser.once('close', resolve));
  for (let from = 0; from < text.length && !isOver(problems, lines); from += PIECE) {
    parser.write(text.slice(from, from + PIECE));
    await setImmediate();
  }
  if (!parser.destroyed) parser.end();
  await ended;
  if (problems[0] !== undefined) throw new Trouble(problems[0]);
  if (lines.length > importLimits.lines + 1)
    throw new Trouble(
      say`The file has more than ${{ count: quantity(importLimits.lines) }} lines. Split it into several files.`,
    );
  return lines;
}

function isOver(problems: readonly Sentence[], lines: readonly TableLine[]): boolean {
  return problems.length > 0 || lines.length > importLimits.lines + 1;
}

function breaksIn(cell: string): number {
  return cell.match(/\r\n|\n|\r/g)?.length ?? 0;
}

function wordsOf(error: Error, line: number): Sentence {
  const code = error instanceof CsvError ? error.code : '';
  if (code === 'CSV_QUOTE_NOT_CLOSED')
    return say`A quotation mark is opened in line ${{ line }} or shortly after, and never closed. Close it, or delete it.`;
  if (code === 'CSV_MAX_RECORD_SIZE')
    return say`Line ${{ line }} is too long. Often a quotation mark in it is never closed: close it, or delete it.`;
  return say`Line ${{ line }} cannot be read as a table: ${{ reason: error.message }}`;
}
