/** Builds dist/: the programs, each as one file, and the catalogues. */
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeCatalogues } from './catalogues.js';
import { bundle, bundleSignIn } from './programs.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const dist = join(root, 'dist');
const sources = {
  main: 'src/main.ts',
  'helper-main': 'src/helper-main.ts',
  'eboxctl-main': 'src/eboxctl-main.ts',
  'admin-password-main': 'src/admin-password-main.ts',
  stop: 'src/stop.ts',
};

const outputs = [
  await bundle({ root, sources, folder: dist, extension: '.js' }),
  await bundleSignIn(root, join(dist, 'sign-in-service.cjs')),
].flatMap(({ outputs: files }) => Object.keys(files));
const catalogues = writeCatalogues(root, join(dist, 'languages'));
const built = new Set([...outputs.map((path) => join(root, path)), ...catalogues]);
for (const path of filesBelow(dist)) if (!built.has(path)) rmSync(path);
writeFileSync(join(dist, '.built'), '');

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(path) : [path];
  });
}
