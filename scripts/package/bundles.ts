import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundle, bundleSignIn } from '../build/programs.js';

/** Program of the package → its source. */
const programs: Readonly<Record<string, string>> = {
  panel: 'src/main.ts',
  helper: 'src/helper-main.ts',
  eboxctl: 'src/eboxctl-main.ts',
};

/** A package of npm that is part of a program. */
export interface BundledPackage {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  /** The text that its authors ask to be passed on, '' when it has none. */
  readonly text: string;
}

/**
 * Bundles each program and what it uses into one file for Node 18, and the chat sign-in as the panel hands it out.
 * @param folder where `NAME.mjs` and `dist/sign-in-service.cjs` go
 * @returns the packages that are inside, by name
 */
export async function bundlePrograms(root: string, folder: string): Promise<readonly BundledPackage[]> {
  const bundled = await bundle({ root, sources: programs, folder, extension: '.mjs' });
  const signIn = await bundleSignIn(root, join(folder, 'dist/sign-in-service.cjs'));
  return packagesOf(root, new Set([...Object.keys(bundled.inputs), ...Object.keys(signIn.inputs)]));
}

function packagesOf(root: string, inputs: ReadonlySet<string>): readonly BundledPackage[] {
  const folders = new Set(
    [...inputs].flatMap((path) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? []),
  );
  return [...folders]
    .map((folder) => describe(join(root, folder)))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function describe(folder: string): BundledPackage {
  const said: unknown = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const text = ['LICENSE', 'LICENSE.md', 'LICENCE', 'LICENSE.txt', 'license', 'License', 'LICENSE-MIT']
    .map((name) => join(folder, name))
    .find((path) => existsSync(path));
  return {
    name: stringIn(said, 'name'),
    version: stringIn(said, 'version'),
    licence: stringIn(said, 'license', 'as-its-text-says'),
    text: text === undefined ? '' : readFileSync(text, 'utf8').trim(),
  };
}

function stringIn(said: unknown, field: string, otherwise?: string): string {
  const values = new Map(typeof said === 'object' && said !== null ? Object.entries(said) : []);
  const value: unknown = values.get(field) ?? otherwise;
  if (typeof value !== 'string')
    throw new Error(`a bundled package has no ${field}: ${JSON.stringify(said).slice(0, 200)}`);
  return value;
}
