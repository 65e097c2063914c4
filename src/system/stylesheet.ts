import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Says which layer wins, so it stands first. */
const FIRST = 'layers.css';

/**
 * All files of the stylesheet as one, so that a page asks for one only. Their order says nothing: the layers do.
 * @param folder absolute path of `public/style`
 */
export function readStylesheet(folder: string): string {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const others = names.filter((name) => name.endsWith('.css') && name !== FIRST).sort();
  return [FIRST, ...others].map((name) => readFileSync(join(folder, name), 'utf8')).join('\n');
}
