import type { Choice } from '../fields/field.js';
import type { Sentence } from '../words/sentence.js';

/** One thing that the rows of a table can be filtered by. Its value stands in the address under its name. */
export type TableFilter = {
  readonly name: string;
  readonly label: Sentence;
} & (
  | { readonly kind: 'text'; readonly placeholder?: Sentence }
  /** The first choice is what is shown when nothing is chosen; it is left out of the address. */
  | { readonly kind: 'choice'; readonly choices: readonly [Pick<Choice, 'value' | 'label'>, ...Choice[]] }
  /** A day, `2026-11-26`. */
  | { readonly kind: 'day' }
  | { readonly kind: 'tick' }
);

/** What a table can be asked for. All of it stands in the address, so that Back and bookmarks work. */
export interface TableShape {
  /** The page that shows it. */
  readonly path: string;
  /** Put before every name in the address, where a page has several tables. */
  readonly prefix?: string;
  /** Rows on one page. */
  readonly size: number;
  /** The columns that it can be sorted by. A minus before one begins with the greatest. The first is the usual one. */
  readonly sorts: readonly [string, ...string[]];
  readonly filters: readonly TableFilter[];
}

/** What somebody asks of a table, checked: what the shape does not know was ignored. */
export interface TableQuery {
  /** A value for each filter: `''` where a text or a day is not given, `on` where a box is ticked. */
  readonly filters: Readonly<Record<string, string>>;
  readonly sort: string;
  readonly isDescending: boolean;
  /** From 1 on. */
  readonly page: number;
}

/** Some rows of many. */
export interface TablePage<Row> {
  readonly rows: readonly Row[];
  /** From 1 on; the last one when a later one was asked for. */
  readonly page: number;
  /** At least 1. */
  readonly pages: number;
  readonly total: number;
}

/** The page of these rows that was asked for. */
export function pageOf<Row>(rows: readonly Row[], page: number, size: number): TablePage<Row> {
  const pages = Math.max(1, Math.ceil(rows.length / size));
  const shown = Math.min(Math.max(1, Math.trunc(page) || 1), pages);
  return { rows: rows.slice((shown - 1) * size, shown * size), page: shown, pages, total: rows.length };
}
