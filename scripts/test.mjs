/** `npm test`: everything that a change must pass. Arguments are the test files to run instead of all. */
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { build, installDependencies, requireNode, root, run } from './prepare.mjs';
import { satisfyRequirements } from './requirements.mjs';
import { say } from './say.mjs';

requireNode();
await satisfyRequirements({ tests: true });
installDependencies();
say('Types …');
run(['node_modules/.bin/tsc', '--noEmit', '-p', 'tsconfig.json'], 'tsc found mistakes.');
say('Rules …');
run(['node_modules/.bin/eslint', '.'], 'eslint found mistakes.');
say('Form …');
run(['node_modules/.bin/prettier', '--check', '--log-level=warn', '.'], 'Run: npm run format');
build();
const chosen = process.argv.slice(2);
const { status } = spawnSync(
  process.execPath,
  [
    ...['--import', 'tsx', '--test', '--test-concurrency=2', '--test-reporter=spec'],
    ...(chosen.length > 0 ? chosen : testFiles('test')),
  ],
  { cwd: root, stdio: 'inherit' },
);
process.exitCode = status ?? 1;

/** Every `*.test.ts` below a folder. Node 20 does not expand patterns itself. */
function testFiles(folder) {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return testFiles(path);
    return path.endsWith('.test.ts') ? [path] : [];
  });
}
