/** What start, stop and test do before they begin: the right Node, the packages of package-lock.json, a build. */
import { spawnSync } from 'node:child_process';
import { readFileSync, statSync, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fail, say } from './say.mjs';

/** The repository. */
export const root = fileURLToPath(new URL('..', import.meta.url));

const oldestNode = [18, 19];

/** Ends the process when this Node is too old. */
export function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1])) return;
  fail(`Node ${oldestNode.join('.')} or newer is needed; this is ${process.versions.node}.`);
}

/** Installs exactly what package-lock.json names, when something else or nothing is installed. */
export function installDependencies() {
  if (areInstalled()) return;
  say('Installing the packages that package-lock.json names (npm ci) …');
  const npm = process.env.npm_execpath;
  const command = npm === undefined ? ['npm', 'ci'] : [process.execPath, npm, 'ci'];
  run([...command, '--loglevel=error'], 'npm ci failed; what it said is above.');
}

/** npm keeps its own list of what it installed; packages for other machines are missing there. */
function areInstalled() {
  const installed = join(root, 'node_modules/.package-lock.json');
  if (!existsSync(installed)) return false;
  const { packages: wanted } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  const { packages: there } = JSON.parse(readFileSync(installed, 'utf8'));
  return Object.entries(wanted).every(
    ([path, { version, optional }]) =>
      path === '' || there[path]?.version === version || (optional === true && there[path] === undefined),
  );
}

/** Builds dist/ when a source is newer than it. */
export function build() {
  const built = join(root, 'dist/.built');
  const sources = ['src', 'languages', 'scripts/build', 'scripts/words', 'package-lock.json'];
  if (existsSync(built) && sources.every((path) => newest(join(root, path)) < statSync(built).mtimeMs))
    return;
  say('Building …');
  run(
    [process.execPath, '--import', 'tsx', 'scripts/build/main.ts'],
    'The build failed; what is wrong is above.',
  );
}

/** When the file, or anything in the folder, changed last. A folder changes when an entry goes. */
function newest(path) {
  const found = statSync(path);
  if (!found.isDirectory()) return found.mtimeMs;
  return Math.max(found.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
}

/** Runs a command in the repository with our terminal, and ends the process with `sentence` when it fails. */
export function run([program, ...args], sentence) {
  const { status, error } = spawnSync(program, args, { cwd: root, stdio: 'inherit' });
  if (status !== 0) fail(error === undefined ? sentence : `${sentence} (${error.message})`);
}
