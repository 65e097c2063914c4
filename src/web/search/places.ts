import { rowsOf } from '../../core/fields/rows.js';
import type { Field } from '../../core/fields/field.js';
import type { Module } from '../../core/module/index.js';
import { say, verbatim, type Sentence } from '../../core/words/sentence.js';
import type { Deps } from '../deps.js';
import { chapterPath, chaptersOf } from '../manual/manual.js';
import { entryGroups } from '../menu.js';

/** Something that has a place in the panel: a page, a setting, a row of a table, a chapter of the manual. */
export interface SearchPlace {
  readonly label: Sentence;
  /** The page that it is on; `''` of a page. */
  readonly on: Sentence | '';
  /** What it is found by beside its label, as it is explained there. */
  readonly help: readonly Sentence[];
  readonly path: string;
}

/** Every place of the panel. The draft is in memory: nothing is asked for it. */
export async function searchPlaces({
  registry,
  draft,
}: Pick<Deps, 'registry' | 'draft'>): Promise<readonly SearchPlace[]> {
  const pages = entryGroups(registry).flatMap(({ entries }) =>
    entries.map(({ label, path }): SearchPlace => ({ label, on: '', help: [], path })),
  );
  const labelAt = (path: string): Sentence | '' => pages.find((page) => page.path === path)?.label ?? '';
  const chapters = chaptersOf(registry).map((chapter): SearchPlace => {
    const help = chapter.parts.flatMap(({ heading, paragraphs }) => [
      ...(heading === '' ? [] : [heading]),
      ...paragraphs,
    ]);
    return { label: chapter.title, on: say`Manual`, help, path: chapterPath(chapter) };
  });
  const settings = await Promise.all(registry.modules.map((module) => settingPlaces(module, draft, labelAt)));
  return [...pages, ...settings.flat(), ...chapters];
}

async function settingPlaces(
  module: Module,
  draft: Pick<Deps['draft'], 'view'>,
  labelAt: (path: string) => Sentence | '',
): Promise<readonly SearchPlace[]> {
  const { page } = module;
  if (page === null) return [];
  const { settings } = await draft.view(module.id);
  return module.settings.fields.flatMap((field): readonly SearchPlace[] => {
    const path = field.askedAt ?? page.path;
    const on = labelAt(path);
    const hasPages = field.table?.hasPages === true && field.askedAt === undefined;
    const own = { ...wordsOf(field), on, path: `${path}#${hasPages ? 'table' : 'field'}-${field.name}` };
    if (!hasPages) return [own];
    const rows = rowsOf(settings[field.name]).map((row) => ({
      label: verbatim(field.table?.titleOf(row) ?? ''),
      on,
      help: [],
      path: `${path}/${field.name}/${row.id}`,
    }));
    return [own, ...rows];
  });
}

function wordsOf(field: Field): Pick<SearchPlace, 'label' | 'help'> {
  const choices = field.table === undefined ? field.show(undefined).choices : [];
  const said: readonly (Sentence | '')[] = [
    field.help,
    ...choices.flatMap((choice): readonly (Sentence | '')[] => [choice.label, choice.help ?? '']),
  ];
  return { label: field.label, help: said.flatMap((sentence) => (sentence === '' ? [] : [sentence])) };
}
