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

/** Where the help for a page is: its chapter, or the list of all. */
export function helpFor(registry: Registry, path: string): string {
  const isAbout = (page: string): boolean => page === path || (page !== '/' && path.startsWith(`${page}/`));
  const lengthOf = ({ about }: Chapter): number =>
    Math.max(0, ...about.filter(isAbout).map((page) => page.length));
  let nearest: Chapter | null = null;
  let most = 0;
  for (const chapter of chaptersOf(registry)) {
    const length = lengthOf(chapter);
    if (length > most) [nearest, most] = [chapter, length];
  }
  return nearest === null ? MANUAL : chapterPath(nearest);
}
