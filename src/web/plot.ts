/** The size that the paths of a plot are drawn in; the page stretches it. */
export const PLOT = { width: 288, height: 64 } as const;

/** A plot has at most so many columns; finer values are taken together. */
const MOST_COLUMNS = 96;

/** What is drawn of one number over time: paths of SVG, `''` where there is nothing to draw. */
export interface Plot {
  /** The tops of a level, or the bars of a count. */
  readonly line: string;
  /** What lies below the line of a level. */
  readonly area: string;
  /** The times of which nothing is known. */
  readonly gaps: string;
  /** The highest column; 0 where nothing is known. */
  readonly most: number;
}

/** What one column shows of the values in it: of a level the highest, of a count the sum; null where none is known. */
export function taken(kind: 'level' | 'count', values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  if (known.length === 0) return null;
  return kind === 'level' ? Math.max(...known) : known.reduce((sum, value) => sum + value, 0);
}

/** The same values in groups of `size`, the oldest first. */
export function grouped<T>(values: readonly T[], size: number): readonly (readonly T[])[] {
  const count = Math.ceil(values.length / size);
  return Array.from({ length: count }, (_, index) => values.slice(index * size, (index + 1) * size));
}

/** Draws the values of a span, the oldest first; null where nothing is known. */
export function plotOf(kind: 'level' | 'count', values: readonly (number | null)[]): Plot {
  const size = Math.max(1, Math.ceil(values.length / MOST_COLUMNS));
  const columns = grouped(values, size).map((group) => taken(kind, group));
  const most = Math.max(0, ...columns.map((value) => value ?? 0));
  const width = PLOT.width / Math.max(1, columns.length);
  const left = (index: number): string => rounded(index * width);
  // The line of the highest value is not cut off at the edge.
  const top = (value: number): string =>
    rounded(PLOT.height - 1 - (most === 0 ? 0 : (value / most) * (PLOT.height - 3)));
  const gaps = runsOf(columns, (value) => value === null)
    .map(({ from, to }) => `M${left(from)} 0H${left(to)}V${PLOT.height}H${left(from)}Z`)
    .join('');
  if (kind === 'count') return { line: bars(columns, width, top), area: '', gaps, most };
  const steps = runsOf(columns, (value) => value !== null).map(({ from, to }) => ({
    from,
    to,
    line: columns
      .slice(from, to)
      .map((value, index) => `V${top(value ?? 0)}H${left(from + index + 1)}`)
      .join(''),
    first: top(columns[from] ?? 0),
  }));
  return {
    line: steps.map(({ from, first, line }) => `M${left(from)} ${first}${line}`).join(''),
    area: steps.map(({ from, line }) => `M${left(from)} ${PLOT.height}${line}V${PLOT.height}Z`).join(''),
    gaps,
    most,
  };
}

function bars(columns: readonly (number | null)[], width: number, top: (value: number) => string): string {
  const air = width / 6;
  return columns
    .map((value, index) =>
      value === null || value === 0
        ? ''
        : `M${rounded(index * width + air)} ${PLOT.height}V${top(value)}H${rounded((index + 1) * width - air)}V${PLOT.height}Z`,
    )
    .join('');
}

/** Where values next to one another are alike: from the first up to, and without, the last. */
function runsOf(
  values: readonly (number | null)[],
  isIn: (value: number | null) => boolean,
): readonly { readonly from: number; readonly to: number }[] {
  const runs: { from: number; to: number }[] = [];
  for (const [index, value] of values.entries()) {
    const last = runs.at(-1);
    if (!isIn(value)) continue;
    if (last?.to === index) last.to = index + 1;
    else runs.push({ from: index, to: index + 1 });
  }
  return runs;
}

function rounded(number: number): string {
  return String(Math.round(number * 10) / 10);
}
