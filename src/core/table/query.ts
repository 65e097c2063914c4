import type { TableFilter, TableQuery, TableShape } from './shape.js';

/** Characters of a text that is searched for. */
const LONGEST = 200;

/** What the address asks of a table. What the shape does not know, or what is no value, counts as not asked. */
export function readQuery(shape: TableShape, query: (name: string) => string): TableQuery {
  const asked = (name: string): string => query(`${shape.prefix ?? ''}${name}`);
  const number = asked('page');
  return {
    filters: Object.fromEntries(
      shape.filters.map((filter) => [filter.name, filterValue(filter, asked(filter.name))]),
    ),
    ...sortOf(shape, asked('sort')),
    page: /^[1-9]\d{0,8}$/.test(number) ? Number(number) : 1,
  };
}

/** The address of this table with these wishes; what is usual is left out of it. */
export function pathTo(shape: TableShape, { filters, sort, isDescending, page }: TableQuery): string {
  const usual = readQuery(shape, () => '');
  const named = (name: string): string => `${shape.prefix ?? ''}${name}`;
  const wishes: [string, string][] = Object.entries(filters)
    .filter(([name, value]) => value !== usual.filters[name])
    .map(([name, value]) => [named(name), value]);
  if (sort !== usual.sort || isDescending !== usual.isDescending)
    wishes.push([named('sort'), signed(sort, isDescending)]);
  if (page !== 1) wishes.push([named('page'), String(page)]);
  const text = new URLSearchParams(wishes).toString();
  return text === '' ? shape.path : `${shape.path}?${text}`;
}

/** How a sort stands in the address: `name`, or `-name` from the greatest on. */
export function signed(sort: string, isDescending: boolean): string {
  return isDescending ? `-${sort}` : sort;
}

function sortOf({ sorts }: TableShape, text: string): Pick<TableQuery, 'sort' | 'isDescending'> {
  const bare = (sort: string): string => sort.replace(/^-/, '');
  const known = sorts.some((sort) => bare(sort) === bare(text));
  const wanted = known ? text : sorts[0];
  return { sort: bare(wanted), isDescending: wanted.startsWith('-') };
}

function filterValue(filter: TableFilter, text: string): string {
  switch (filter.kind) {
    case 'text':
      return text.trim().slice(0, LONGEST);
    case 'choice':
      return (filter.choices.find(({ value }) => value === text) ?? filter.choices[0]).value;
    case 'day':
      return isDay(text) ? text : '';
    case 'tick':
      return text === 'on' ? 'on' : '';
  }
}

function isDay(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}
