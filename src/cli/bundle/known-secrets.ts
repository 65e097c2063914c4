import { stat } from 'node:fs/promises';
import type { Secret } from '../../core/secret.js';
import { say } from '../../core/words/sentence.js';
import { createSecrets } from '../../system/secrets.js';
import { createStore } from '../../system/store.js';
import { CommandFailure } from '../../core/shell/failure.js';

/** Where secrets are kept: the panel's folder and, where the panel is not root, its helper's. */
const FOLDERS = ['panel', 'helper'];

/**
 * Every secret of the daemons.
 * @throws CommandFailure when they cannot all be known: what may contain one must not be shown then
 */
export async function knownSecrets(state: string): Promise<readonly Secret[]> {
  const all: Secret[] = [];
  for (const name of FOLDERS) {
    const folder = `${state}/${name}`;
    const isThere = await stat(folder).then(
      () => true,
      () => false,
    );
    if (!isThere) continue;
    try {
      all.push(...(await createSecrets(createStore(folder)).all()));
    } catch (error) {
      const isForbidden = error instanceof Error && 'code' in error && error.code === 'EACCES';
      if (!isForbidden) throw error;
      throw new CommandFailure(
        say`Only root can read the secrets in ${{ folder }}, which must stay out of the bundle. Try it with sudo.`,
      );
    }
  }
  return all;
}
