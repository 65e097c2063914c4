/** A stretch of time that activity is drawn over, in slots of equal length. */
export interface Span {
  /** Seconds of a slot. */
  readonly seconds: number;
  readonly slots: number;
}

export type SpanName = 'day' | 'week' | 'month';

/** The spans that are kept: the shorter the span, the finer. */
export const spans: Readonly<Record<SpanName, Span>> = {
  day: { seconds: 300, slots: 288 },
  week: { seconds: 3600, slots: 168 },
  month: { seconds: 6 * 3600, slots: 124 },
};
