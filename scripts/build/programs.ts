import { build, type BuildOptions, type Metafile } from 'esbuild';

const usual = {
  bundle: true,
  platform: 'node',
  target: 'node18',
  charset: 'utf8',
  legalComments: 'none',
  logLevel: 'warning',
  metafile: true,
} as const satisfies BuildOptions;

/** What to bundle, and where to. */
export interface Programs {
  readonly root: string;
  /** Program → its source. */
  readonly sources: Readonly<Record<string, string>>;
  readonly folder: string;
  /** How their names end: `.js`, `.mjs`. */
  readonly extension: string;
}

/**
 * Bundles programs and what they use, so that each starts fast and takes little memory: one file each, and one a part that
 * several share or that is loaded only when it is needed.
 * @returns what esbuild says of the files
 */
export async function bundle({ root, sources, folder, extension }: Programs): Promise<Metafile> {
  const { metafile } = await build({
    ...usual,
    absWorkingDir: root,
    entryPoints: sources,
    outdir: folder,
    outExtension: { '.js': extension },
    format: 'esm',
    splitting: true,
    chunkNames: 'shared/[hash]',
    minifySyntax: true,
    minifyWhitespace: true,
    // Packages in the older form (express) call require.
    banner: { js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);" },
  });
  return metafile;
}

/** Bundles the sign-in service into one file, since its account cannot read the repository. */
export async function bundleSignIn(root: string, file: string): Promise<Metafile> {
  const { metafile } = await build({
    ...usual,
    absWorkingDir: root,
    entryPoints: ['src/sign-in-main.ts'],
    outfile: file,
    format: 'cjs',
  });
  return metafile;
}
