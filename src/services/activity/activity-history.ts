import { z } from 'zod';
import { Ring } from '../../core/activity/ring.js';
import { spans, type SpanName } from '../../core/activity/span.js';
import type { Clock, Document, Log } from '../../core/ports.js';
import { reasonOf } from '../../errors.js';

/** How two values of one slot become one: of a level the highest counts, of counts the sum. */
const joins = {
  level: (before: number, value: number): number => Math.max(before, value),
  count: (before: number, value: number): number => before + value,
} as const;

const schema = z.object({
  version: z.literal(1),
  series: z.record(z.string(), z.record(z.string(), z.string())),
});

type Series = Readonly<Record<SpanName, Ring>>;

/** What the history is kept with. */
export interface ActivityHistoryParts {
  readonly document: Document;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Pick<Log, 'error'>;
}

/**
 * Numbers over a day, a week and a month, in one document of a fixed size: at most some 10 KB for each number that is kept.
 * What is lost when the panel is killed is what came since the last {@link keep}.
 */
export class ActivityHistory {
  readonly #parts: ActivityHistoryParts;
  readonly #series: Map<string, Series>;
  #isNew = false;
  #trouble = '';

  private constructor(parts: ActivityHistoryParts, series: Map<string, Series>) {
    this.#parts = parts;
    this.#series = series;
  }

  /**
   * Reads what was kept. A document that is damaged, or that a newer version wrote, is begun anew, and the log says so.
   * @param names of all numbers that may be kept; others are forgotten
   */
  static async open(parts: ActivityHistoryParts, names: readonly string[]): Promise<ActivityHistory> {
    const stored = await storedSeries(parts);
    const series = names.map((name): [string, Series] => [name, seriesOf(stored[name] ?? {})]);
    return new ActivityHistory(parts, new Map(series));
  }

  /** How many there are now. */
  level(name: string, value: number): void {
    this.#put(name, value, joins.level);
  }

  /** So many happened just now. */
  count(name: string, value: number): void {
    this.#put(name, value, joins.count);
  }

  /** The values of a span, the oldest first, up to now; null where nothing is known. Empty for an unknown name. */
  values(name: string, span: SpanName): readonly (number | null)[] {
    return this.#series.get(name)?.[span].values(this.#parts.clock.now()) ?? [];
  }

  /** When the oldest slot of a span begins. */
  since(span: SpanName): Date {
    const { seconds, slots } = spans[span];
    const last = Math.floor(this.#parts.clock.now().getTime() / 1000 / seconds);
    return new Date((last - slots + 1) * seconds * 1000);
  }

  /** Writes everything, when something is new. Trouble is logged once, not each time: the numbers go on in memory. Does not throw. */
  async keep(): Promise<void> {
    const { document, log } = this.#parts;
    if (!this.#isNew) return;
    try {
      const series = [...this.#series].map(([name, rings]) => [name, textsOf(rings)] as const);
      await document.write({ version: 1, series: Object.fromEntries(series) });
      this.#isNew = false;
      this.#trouble = '';
    } catch (error) {
      const trouble = reasonOf(error);
      if (trouble !== this.#trouble) log.error(`cannot keep the activity: ${trouble}`);
      this.#trouble = trouble;
    }
  }

  #put(name: string, value: number, join: (before: number, value: number) => number): void {
    const series = this.#series.get(name);
    if (series === undefined) return;
    this.#isNew = true;
    for (const ring of Object.values(series)) ring.put(this.#parts.clock.now(), value, join);
  }
}

async function storedSeries({
  document,
  log,
}: ActivityHistoryParts): Promise<Readonly<Record<string, Readonly<Record<string, string>>>>> {
  try {
    const stored = await document.read();
    return stored === null ? {} : schema.parse(stored).series;
  } catch (error) {
    log.error(`the activity of the past cannot be read, so it begins anew: ${reasonOf(error)}`);
    return {};
  }
}

function seriesOf({ day = '', week = '', month = '' }: Readonly<Record<string, string>>): Series {
  return {
    day: Ring.read(spans.day, day),
    week: Ring.read(spans.week, week),
    month: Ring.read(spans.month, month),
  };
}

function textsOf({ day, week, month }: Series): Readonly<Record<SpanName, string>> {
  return { day: day.text(), week: week.text(), month: month.text() };
}
