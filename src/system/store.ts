import { join } from 'node:path';
import { userInfo } from 'node:os';
import type { Store } from '../core/ports.js';
import { say } from '../core/words/sentence.js';
import { Trouble } from '../errors.js';
import { readRegularFile, replaceFile } from './atomic-file.js';
import { onDisk } from './disk-trouble.js';

/** More than any document of the panel, in bytes. */
const readLimit = 50_000_000;

/**
 * JSON documents in `folder`, which must exist: `NAME.json`, owned by who runs the panel, 0600.
 * Reading throws when a document is not JSON: a damaged one must not be taken for one that was never written.
 * @param folder layout.panel
 */
export function createStore(folder: string): Store {
  const { uid, gid } = userInfo();
  return {
    document(name) {
      if (!/^[a-z][a-z0-9-]*$/.test(name)) throw new Error(`not a name of a document: ${name}`);
      const path = join(folder, `${name}.json`);
      return {
        async read() {
          const text = await readRegularFile(path, readLimit);
          return text === null ? null : parse(text, path);
        },
        write: (content) =>
          onDisk(folder, () =>
            replaceFile(path, `${JSON.stringify(content, null, 2)}\n`, { uid, gid, mode: 0o600 }),
          ),
      };
    },
  };
}

function parse(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Trouble(say`${{ path }} is damaged: it is not JSON. Restore it from a backup.`, error);
  }
}
