/** Writes the manual pages of eboxctl, one a language, and its completion: `node --import tsx scripts/eboxctl-documents.ts`. */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { commands } from '../src/cli/commands/index.js';
import { bashCompletion } from '../src/cli/completion.js';
import { manualPages } from '../src/cli/manual-pages.js';
import { languagesIn } from './words/compiled.js';

const path = (name: string): string => fileURLToPath(new URL(`../${name}`, import.meta.url));
for (const [name, text] of manualPages(commands, languagesIn(path('languages')))) {
  await mkdir(dirname(path(`docs/${name}`)), { recursive: true });
  await writeFile(path(`docs/${name}`), text);
}
await writeFile(path('scripts/completion/eboxctl.bash'), bashCompletion(commands));
