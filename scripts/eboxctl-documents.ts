/** Writes the manual page of eboxctl and its completion: `node --import tsx scripts/eboxctl-documents.ts`. */
import { writeFile } from 'node:fs/promises';
import { commands } from '../src/cli/commands/index.js';
import { bashCompletion } from '../src/cli/completion.js';
import { manualPage } from '../src/cli/manual.js';

const path = (name: string): URL => new URL(`../${name}`, import.meta.url);
await writeFile(path('docs/eboxctl.1'), manualPage(commands));
await writeFile(path('scripts/completion/eboxctl.bash'), bashCompletion(commands));
