/** What must hold of a measurement: of our own value, or of its ratio to the floor. */
export interface Goal {
  readonly of: 'value' | 'ratio';
  readonly atMost?: number;
  readonly atLeast?: number;
}

/** One measurement with the floor that was measured beside it. */
export interface Row {
  readonly what: string;
  readonly unit: 's' | 'ms' | '/s' | 'MB' | 'people' | '';
  readonly ours: number;
  readonly floor?: { readonly what: string; readonly value: number };
  readonly goal?: Goal;
}

/** The rows as a table in Markdown. */
export function tableOf(rows: readonly Row[]): string {
  const cells = [
    ['what', 'ours', 'floor', 'ratio', 'goal', 'met'],
    ...rows.map((row) => [
      row.what,
      amount(row.ours, row.unit),
      row.floor === undefined ? '' : `${amount(row.floor.value, row.unit)} ${row.floor.what}`,
      row.floor === undefined ? '' : rounded(ratioOf(row)),
      goalText(row),
      row.goal === undefined ? '' : isMet(row) ? 'yes' : 'NO',
    ]),
  ];
  const widths = (cells[0] ?? []).map((_, column) =>
    Math.max(...cells.map((line) => (line[column] ?? '').length)),
  );
  const lines = cells.map(
    (line) => `| ${line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`,
  );
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return [lines[0], rule, ...lines.slice(1)].join('\n');
}

function isMet(row: Row): boolean {
  const { of, atMost = Infinity, atLeast = -Infinity } = row.goal ?? { of: 'value' };
  const value = of === 'value' ? row.ours : ratioOf(row);
  return value <= atMost && value >= atLeast;
}

function ratioOf({ ours, floor }: Row): number {
  return floor === undefined ? NaN : ours / floor.value;
}

function goalText({ goal, unit }: Row): string {
  if (goal === undefined) return '';
  const sign = goal.atMost === undefined ? '≥' : '≤';
  const limit = goal.atMost ?? goal.atLeast ?? NaN;
  return goal.of === 'ratio' ? `${sign} ${limit} ×` : `${sign} ${limit} ${unit}`;
}

function amount(value: number, unit: Row['unit']): string {
  return `${rounded(value)} ${unit}`.trimEnd();
}

function rounded(value: number): string {
  return Number.isInteger(value) ? String(value) : value.toPrecision(value >= 100 ? 4 : 3);
}
