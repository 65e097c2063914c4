import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compiledIn } from '../words/compiled.js';

/**
 * Writes what `languages/` says as the panel reads it: without gettext's parser, which takes 11 MB.
 * @returns the paths of the files
 */
export function writeCatalogues(root: string, folder: string): readonly string[] {
  mkdirSync(folder, { recursive: true });
  return [...compiledIn(join(root, 'languages'))].map(([language, texts]) => {
    const path = join(folder, `${language}.json`);
    writeFileSync(path, JSON.stringify(texts));
    return path;
  });
}
