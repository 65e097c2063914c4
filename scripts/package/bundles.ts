import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

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
  const inputs = new Set<string>();
  const usual = {
    absWorkingDir: root,
    bundle: true,
    platform: 'node',
    target: 'node18',
    charset: 'utf8',
    legalComments: 'none',
    logLevel: 'warning',
    metafile: true,
  } as const;
  const { metafile } = await build({
    ...usual,
    entryPoints: programs,
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    format: 'esm',
    splitting: true,
    chunkNames: 'shared/[hash]',
    minifySyntax: true,
    minifyWhitespace: true,
    // Packages in the older form (express) call require.
    banner: { js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);" },
  });
  const signIn = await build({
    ...usual,
    entryPoints: ['src/sign-in-main.ts'],
    outfile: join(folder, 'dist/sign-in-service.cjs'),
    format: 'cjs',
  });
  for (const path of [...Object.keys(metafile.inputs), ...Object.keys(signIn.metafile.inputs)])
    inputs.add(path);
  return packagesOf(root, inputs);
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
