import { build } from 'esbuild';
import { join } from 'node:path';
import { projectRoot } from './slapd.js';

/** The text of dist/sign-in-service.cjs, built from the sources of now. */
export async function builtSignInProgram(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(projectRoot, 'src/sign-in-main.ts')],
    bundle: true,
    platform: 'node',
    target: 'node18',
    format: 'cjs',
    write: false,
    logLevel: 'warning',
  });
  const [file] = outputFiles;
  if (file === undefined) throw new Error('esbuild built nothing');
  return file.text;
}
