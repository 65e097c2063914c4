import type { Choice } from '../fields/field.js';
import { quantity, say, type Sentence } from '../words/sentence.js';
import { pathTo, readQuery, signed } from './query.js';
import type { TableFilter, TablePage, TableQuery, TableShape } from './shape.js';

/** A control of the form above a table. */
export interface FilterView {
  readonly kind: TableFilter['kind'];
  readonly id: string;
  readonly name: string;
  readonly label: Sentence;
  readonly value: string;
  readonly placeholder: Sentence | '';
  readonly choices: readonly (Pick<Choice, 'value' | 'label'> & { readonly isChosen: boolean })[];
}

/** A column that the table can be sorted by. */
export interface SortView {
  /** Sorts by it; the other way round where it is sorted by it already. */
  readonly path: string;
  /** The value of aria-sort. */
  readonly state: 'ascending' | 'descending' | 'none';
}

/** What the partials below `views/partials/table` show around the rows. */
export interface TableView {
  readonly path: string;
  readonly filters: readonly FilterView[];
  readonly isFiltered: boolean;
  /** Fields that the form carries: how the table is sorted, where that is not the usual way. */
  readonly hidden: readonly { readonly name: string; readonly value: string }[];
  readonly sorts: Readonly<Record<string, SortView>>;
  readonly total: number;
  /** Where the pages lead, in order, with a gap where some are left out; empty where there is one page. */
  readonly numbers: readonly PageNumber[];
  readonly previous: string;
  readonly next: string;
  readonly position: Sentence;
}

/** The number of a page, or a gap between two. */
export interface PageNumber {
  /** `''` of a gap. */
  readonly path: string;
  readonly label: Sentence | '';
  readonly isCurrent: boolean;
}

/** What stands around the rows of a table. */
export function tableView(
  shape: TableShape,
  query: TableQuery,
  { page, pages, total }: Pick<TablePage<unknown>, 'page' | 'pages' | 'total'>,
): TableView {
  const usual = readQuery(shape, () => '');
  const to = (wish: Partial<TableQuery>): string => pathTo(shape, { ...query, page: 1, ...wish });
  const isSortUsual = query.sort === usual.sort && query.isDescending === usual.isDescending;
  return {
    path: shape.path,
    filters: shape.filters.map((filter) => filterView(shape, filter, query.filters[filter.name] ?? '')),
    isFiltered: shape.filters.some(({ name }) => query.filters[name] !== usual.filters[name]),
    hidden: isSortUsual
      ? []
      : [{ name: `${shape.prefix ?? ''}sort`, value: signed(query.sort, query.isDescending) }],
    sorts: Object.fromEntries(shape.sorts.map((sort) => sortView(sort, query, to))),
    total,
    numbers: pages === 1 ? [] : numbers(page, pages, to),
    previous: page > 1 ? to({ page: page - 1 }) : '',
    next: page < pages ? to({ page: page + 1 }) : '',
    position: say`Page ${{ page: quantity(page) }} of ${{ pages: quantity(pages) }}`,
  };
}

function filterView({ prefix = '' }: TableShape, filter: TableFilter, value: string): FilterView {
  const name = `${prefix}${filter.name}`;
  return {
    kind: filter.kind,
    id: name,
    name,
    label: filter.label,
    value,
    placeholder: (filter.kind === 'text' ? filter.placeholder : undefined) ?? '',
    choices:
      filter.kind === 'choice'
        ? filter.choices.map((choice) => ({
            value: choice.value,
            label: choice.label,
            isChosen: choice.value === value,
          }))
        : [],
  };
}

function sortView(
  sort: string,
  query: TableQuery,
  to: (wish: Partial<TableQuery>) => string,
): [string, SortView] {
  const name = sort.replace(/^-/, '');
  const isSorted = query.sort === name;
  const isDescending = isSorted ? !query.isDescending : sort.startsWith('-');
  const now = query.isDescending ? 'descending' : 'ascending';
  return [name, { path: to({ sort: name, isDescending }), state: isSorted ? now : 'none' }];
}

/** How many pages stand beside the one that is shown, on either side. */
const BESIDE = 2;

function numbers(
  page: number,
  pages: number,
  to: (wish: Partial<TableQuery>) => string,
): readonly PageNumber[] {
  const near = Array.from({ length: 2 * BESIDE + 1 }, (_, index) => page - BESIDE + index);
  const shown = [...new Set([1, ...near, pages])].filter((one) => one >= 1 && one <= pages);
  return shown.flatMap((one, index) => {
    const number = { path: to({ page: one }), label: quantity(one), isCurrent: one === page };
    const isAfterGap = one - (shown[index - 1] ?? 0) > 1;
    return isAfterGap ? [{ path: '', label: '' as const, isCurrent: false }, number] : [number];
  });
}
