import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { Languages } from '../core/words/languages.js';
import { catalogueOf } from '../core/words/texts.js';

const textsSchema = z.record(z.string(), z.array(z.string()));

/**
 * The catalogues that the build made of those below `languages/`: one file a language, named by its BCP 47 tag. Each is read
 * when its language is first used.
 * @param folder absolute path of `dist/languages`
 */
export function readLanguages(folder: string): Languages {
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
  return new Languages(
    files.map((name) =>
      catalogueOf(basename(name, '.json'), () =>
        textsSchema.parse(JSON.parse(readFileSync(join(folder, name), 'utf8'))),
      ),
    ),
  );
}
