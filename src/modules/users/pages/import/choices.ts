import type { PageRequest } from '../../../../core/page.js';
import { encodings } from '../../../../core/people/import/encoding.js';
import { importLimits } from '../../../../core/people/import/limits.js';
import { separators, type ImportChoices, type Separator } from '../../../../core/people/import/imports.js';

/** What a separator is called in a form: a tab is no value of a control. */
export const separatorNames = {
  ';': 'semicolon',
  ',': 'comma',
  '\t': 'tab',
  '|': 'bar',
} as const satisfies Record<Separator, string>;

/** What the form of the preview says. What is no choice is left to be recognised. */
export function choicesFrom({ field, form }: Pick<PageRequest, 'field' | 'form'>): ImportChoices {
  const kept = field('kept');
  const count = [...form.keys()].filter((name) => /^column-\d+$/.test(name)).length;
  const columns = Array.from({ length: Math.min(count, importLimits.columns) }, (_, index) =>
    field(`column-${index}`),
  );
  return {
    encoding: encodings.find((one) => one === field('encoding')) ?? null,
    separator: separators.find((one) => separatorNames[one] === field('separator')) ?? null,
    hasHeader: field('header') === '' ? null : field('header') === 'yes',
    columns: count === 0 || isReadAnew({ field }) ? null : columns,
    generates: field('generates') === 'on',
    changesPasswords: field('changesPasswords') === 'on',
    disablesMissing: field('disablesMissing') === 'on',
    kept: kept === 'hand-over' || kept === 'delete' ? kept : null,
  };
}

/** With another encoding or separator the columns are others: they are recognised anew. */
function isReadAnew({ field }: Pick<PageRequest, 'field'>): boolean {
  return (['encoding', 'separator', 'header'] as const).some((name) => field(name) !== field(`was-${name}`));
}
