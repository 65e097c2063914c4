import { spans, type SpanName } from '../../../core/activity/span.js';
import { many, quantity, say, sayOf, type Sentence } from '../../../core/words/sentence.js';
import { measuresOf, type Measure } from '../../../services/activity/measures.js';
import type { Deps } from '../../deps.js';
import { grouped, plotOf, taken, type Plot } from '../../plot.js';

/** So many values make one row of the table: an hour, a day, a day. */
const IN_A_ROW: Readonly<Record<SpanName, number>> = { day: 12, week: 24, month: 4 };

const words: Readonly<Record<SpanName, Sentence>> = {
  day: sayOf('a time to look back')`Day`,
  week: sayOf('a time to look back')`Week`,
  month: sayOf('a time to look back')`Month`,
};

/** The plots of the home page over one span, and the same as a table. */
export interface ActivityView {
  readonly choices: readonly {
    readonly label: Sentence;
    readonly path: string;
    readonly isChosen: boolean;
  }[];
  /** ISO 8601. */
  readonly since: string;
  /** How the rows of the table write their beginning. */
  readonly as: 'time' | 'day';
  readonly plots: readonly (Plot & {
    readonly key: string;
    readonly label: Sentence;
    readonly summary: Sentence;
  })[];
  /** Whether some of the time nothing is known. */
  readonly hasGaps: boolean;
  readonly rows: readonly { readonly from: string; readonly values: readonly (number | null)[] }[];
}

/** The span that a page is asked for; a day unless it is another. */
export function spanOf(asked: string): SpanName {
  return asked === 'week' || asked === 'month' ? asked : 'day';
}

/** Null while no module that is on has anything to draw. */
export function activityView(
  { registry, modules, history }: Pick<Deps, 'registry' | 'modules' | 'history'>,
  span: SpanName,
): ActivityView | null {
  const on = modules.rows().flatMap(({ module, savedEnabled }) => (savedEnabled ? [module.id] : []));
  const measures = measuresOf(registry)
    .filter(({ module }) => on.includes(module))
    .map((measure) => ({ ...measure, values: history.values(measure.key, span) }));
  if (measures.length === 0) return null;
  const since = history.since(span);
  const size = IN_A_ROW[span];
  const starts = grouped(measures[0]?.values ?? [], size).map(
    (_, index) => new Date(since.getTime() + index * size * spans[span].seconds * 1000),
  );
  return {
    choices: (['day', 'week', 'month'] as const).map((name) => ({
      label: words[name],
      path: `/?span=${name}#activity`,
      isChosen: name === span,
    })),
    since: since.toISOString(),
    as: span === 'day' ? 'time' : 'day',
    plots: measures.map(({ key, label, kind, values }) => ({
      ...{ key: key.replace('.', '-'), label },
      ...plotOf(kind, values),
      summary: summaryOf(kind, values),
    })),
    hasGaps: measures.some(({ values }) => values.includes(null)),
    rows: starts.map((start, index) => ({
      from: start.toISOString(),
      values: measures.map(({ kind, values }) => taken(kind, values.slice(index * size, (index + 1) * size))),
    })),
  };
}

function summaryOf(kind: Measure['kind'], values: readonly (number | null)[]): Sentence {
  const value = taken(kind, values);
  if (value === null) return say`Not known yet`;
  if (value === 0 && kind === 'count') return sayOf('how often')`Never`;
  if (kind === 'count')
    return many(value, sayOf('how often')`Once`, sayOf('how often')`${{ count: quantity(value) }} times`);
  return say`At most ${{ count: quantity(value) }}`;
}
