/**
 * `npm test`: everything that a change must pass. Arguments are the test files to run instead of all, or `--again`: the
 * files that failed last time, one after another, where they are few enough for a machine that was only busy.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { build, installDependencies, requireNode, root, run } from './prepare.mjs';
import { satisfyRequirements } from './requirements.mjs';
import { say } from './say.mjs';

/** Where the files that failed are listed. */
const failedList = join(root, 'node_modules/.cache/failed-tests');
/** More than so many failed for a reason. */
const FEW = 3;

const chosen = process.argv.slice(2);
if (chosen[0] === '--again') process.exitCode = again();
else {
  rmSync(failedList, { force: true });
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
  process.exitCode = test(chosen.length > 0 ? chosen : testFiles('test'), 2);
}

/** Runs test files, so many at once, and lists those that failed. Returns the exit code. */
function test(files, atOnce) {
  mkdirSync(dirname(failedList), { recursive: true });
  const reporters = [
    ...['--test-reporter=spec', '--test-reporter-destination=stdout'],
    ...['--test-reporter=./scripts/failed-files.mjs', `--test-reporter-destination=${failedList}`],
  ];
  const { status } = spawnSync(
    process.execPath,
    ['--import', 'tsx', '--test', `--test-concurrency=${atOnce}`, ...reporters, ...files],
    { cwd: root, stdio: 'inherit' },
  );
  return status ?? 1;
}

function again() {
  const failed = existsSync(failedList) ? readFileSync(failedList, 'utf8').split('\n').filter(Boolean) : [];
  if (failed.length === 0 || failed.length > FEW) return 1;
  const files = failed.map((file) => relative(root, file));
  say(`Failed once, and run a second time alone: ${files.join(', ')}`);
  return test(files, 1);
}

/** Every `*.test.ts` below a folder. Node 20 does not expand patterns itself. */
function testFiles(folder) {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return testFiles(path);
    return path.endsWith('.test.ts') ? [path] : [];
  });
}
