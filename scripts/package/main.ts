import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildDeb } from './deb.js';
import { layOut } from './tree.js';

const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Builds the Debian package: `npm run package [FOLDER [VERSION]]`. It goes to `build/`, or the folder that is named, and
 * has the version of package.json and the date of the last commit, so that one commit always gives the same bytes.
 */
async function main([
  folder = join(root, 'build'),
  version = versionOfPackage(),
]: readonly string[]): Promise<void> {
  const seconds = process.env['SOURCE_DATE_EPOCH'] ?? git('log', '-1', '--format=%ct');
  const when = new Date(Number(seconds) * 1000);
  const tree = mkdtempSync(join(tmpdir(), 'ebox-jabber-package-'));
  try {
    await layOut(root, tree, version, when);
    mkdirSync(folder, { recursive: true });
    const file = join(folder, `ebox-jabber_${version}_all.deb`);
    buildDeb(tree, file, when);
    process.stdout.write(`${file}\n`);
  } finally {
    rmSync(tree, { recursive: true });
  }
}

function git(...words: readonly string[]): string {
  return execFileSync('git', ['-C', root, ...words], { encoding: 'utf8' }).trim();
}

function versionOfPackage(): string {
  const [, version] = /"version": "([^"]+)"/.exec(readFileSync(join(root, 'package.json'), 'utf8')) ?? [];
  if (version === undefined) throw new Error('package.json has no version');
  return version;
}

await main(process.argv.slice(2));
