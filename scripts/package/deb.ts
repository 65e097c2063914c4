import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  lstatSync,
  lutimesSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

/** Writes a file and the folders that it lies in. */
export function put(path: string, content: string | Uint8Array, mode = 0o644): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  chmodSync(path, mode);
}

/** Every path below a folder, sorted, folders before what lies in them. */
function everyPath(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? [path, ...everyPath(path)] : [path];
    });
}

/** What DEBIAN/md5sums says of the files of a tree. */
export function md5sums(tree: string): string {
  return everyPath(tree)
    .filter((path) => lstatSync(path).isFile() && !path.startsWith(join(tree, 'DEBIAN')))
    .map(
      (path) =>
        `${createHash('md5').update(readFileSync(path)).digest('hex')}  ${path.slice(tree.length + 1)}\n`,
    )
    .join('');
}

/** The size of what is installed, in KiB, as Policy 5.6.20 counts it. */
export function installedSize(tree: string): number {
  return everyPath(tree).reduce((sum, path) => {
    const found = lstatSync(path);
    return sum + (found.isFile() ? Math.ceil(found.size / 1024) : 1);
  }, 0);
}

/** Builds the package from a tree. The same tree gives the same bytes, wherever and whenever that is done. */
export function buildDeb(tree: string, file: string, when: Date): void {
  for (const path of [tree, ...everyPath(tree)]) {
    const found = lstatSync(path);
    if (!found.isSymbolicLink()) chmodSync(path, (found.mode & 0o100) === 0 ? 0o644 : 0o755);
    lutimesSync(path, when, when);
  }
  execFileSync('dpkg-deb', ['--build', '--root-owner-group', '-Zxz', '--threads-max=1', tree, file], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      PATH: process.env['PATH'],
      SOURCE_DATE_EPOCH: String(when.getTime() / 1000),
      LC_ALL: 'C.UTF-8',
      TZ: 'UTC',
    },
  });
}
