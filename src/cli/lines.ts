import type { Columns, Line } from '../core/shell/command.js';
import type { Reader } from '../core/words/reader.js';
import { widthOf } from './width.js';

/** What a command prints, as text for whoever reads; each line ends with a line break. */
export function textOf(lines: readonly Line[], reader: Reader): string {
  return lines
    .flatMap((line) => (line !== '' && 'rows' in line ? aligned(line, reader) : [reader.text(line)]))
    .map((line) => `${line}\n`)
    .join('');
}

function aligned({ rows }: Columns, reader: Reader): readonly string[] {
  const texts = rows.map((row) =>
    row.map((cell) => (typeof cell === 'object' ? reader.text(cell) : String(cell))),
  );
  const widths = (texts[0] ?? []).map((_, index) =>
    Math.max(...texts.map((row) => widthOf(row[index] ?? ''))),
  );
  return texts.map((row) =>
    row
      .map((cell, index) =>
        index === row.length - 1
          ? cell
          : cell + ' '.repeat(Math.max(0, (widths[index] ?? 0) - widthOf(cell))),
      )
      .join('  ')
      .trimEnd(),
  );
}
