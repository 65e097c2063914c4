import type { Chapter } from '../../core/module/index.js';
import type { Registry } from '../../core/registry.js';
import { atBegin, atEnd } from './chapters.js';

/** Where the manual is. */
export const MANUAL = '/help';

/** All chapters, in the order in which they are read. */
export function chaptersOf(registry: Registry): readonly Chapter[] {
  return [...atBegin, ...registry.modules.flatMap(({ manual }) => manual), ...atEnd];
}

/** The path of a chapter. */
export function chapterPath({ id }: Chapter): string {
  return `${MANUAL}/${id}`;
}

/** Tells where the help for the page at a path is: its chapter, or the list of all. */
export function helpOf(registry: Registry): (path: string) => string {
  const pages = chaptersOf(registry)
    .flatMap((chapter) =>
      chapter.about.map((page) => ({ page, below: `${page}/`, help: chapterPath(chapter) })),
    )
    .sort((one, other) => other.page.length - one.page.length);
  return (path) => {
    const nearest = pages.find(
      ({ page, below }) => page === path || (page !== '/' && path.startsWith(below)),
    );
    return nearest?.help ?? MANUAL;
  };
}
