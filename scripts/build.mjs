/** Builds dist/: the panel by tsc, and the sign-in service as one file, since its account cannot read the repository. */
import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, run } from './prepare.mjs';

const dist = join(root, 'dist');

run(
  [
    'node_modules/.bin/tsc',
    '-p',
    'tsconfig.build.json',
    '--incremental',
    '--tsBuildInfoFile',
    'dist/.tsbuildinfo',
  ],
  'tsc found mistakes.',
);
run(
  [
    'node_modules/.bin/esbuild',
    'src/sign-in-main.ts',
    '--bundle',
    '--platform=node',
    '--target=node18',
    '--format=cjs',
    '--outfile=dist/sign-in-service.cjs',
    '--log-level=warning',
  ],
  'esbuild found mistakes.',
);
removeLeftovers('');
writeFileSync(join(dist, '.built'), '');

/** Removes what was built of sources that are gone. */
function removeLeftovers(folder) {
  for (const entry of readdirSync(join(dist, folder), { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) removeLeftovers(path);
    const [, source] = /^(.*)\.js(?:\.map)?$/.exec(path) ?? [];
    if (source !== undefined && !existsSync(join(root, 'src', `${source}.ts`))) rmSync(join(dist, path));
  }
}
