import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The folder of the program, in which `templates/`, `views/`, `public/` and `dist/` lie: the repository, whether this
 * runs from `src/` or from `dist/`, or where the Debian package put it.
 */
export const projectRoot = holderOf('templates', dirname(fileURLToPath(import.meta.url)));

function holderOf(name: string, folder: string): string {
  if (existsSync(join(folder, name)) || folder === '/') return folder;
  return holderOf(name, dirname(folder));
}
