import type { Field, Table } from '../../../core/fields/field.js';
import type { Module } from '../../../core/module/index.js';
import type { Deps } from '../../deps.js';
import type { Pages } from '../../pages.js';

/** What the settings pages ask. */
export type Needs = Pick<
  Deps,
  'registry' | 'draft' | 'modules' | 'clientViews' | 'acts' | 'save' | 'frameOf'
>;

/** The settings pages of one module. */
export interface Place extends Needs {
  readonly module: Module;
  readonly page: NonNullable<Module['page']>;
  readonly pages: Pages;
}

/** The pages of the rows of one table. */
export interface RowsPlace extends Place {
  readonly field: Field;
  readonly table: Table;
  /** The pages' paths begin with it: `/dns/domains`. */
  readonly path: string;
}

/** The fields that the module's own settings page has in its form. */
export function fieldsAskedHere({ module }: Pick<Place, 'module'>): readonly Field[] {
  return module.settings.fields.filter(
    ({ askedAt, table }) => askedAt === undefined && table?.hasPages !== true,
  );
}

/** The tables whose rows have a page each. */
export function tablesWithPages(place: Place): readonly RowsPlace[] {
  return place.module.settings.fields.flatMap((field) => {
    const { table, askedAt, name } = field;
    if (table?.hasPages !== true || askedAt !== undefined) return [];
    return [{ ...place, field, table, path: `${place.page.path}/${name}` }];
  });
}
