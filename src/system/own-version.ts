import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { projectRoot } from './project-root.js';

const packageSchema = z.object({ version: z.string() });

/** The version of this program, e.g. "0.1.0": that of package.json, in the repository as in the Debian package. */
export function ownVersion(): string {
  const text = readFileSync(join(projectRoot, 'package.json'), 'utf8');
  return packageSchema.parse(JSON.parse(text)).version;
}
