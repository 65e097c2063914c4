import { randomBytes } from 'node:crypto';
import type { Machine, RenderedFile } from '../../core/ports.js';
import { say } from '../../core/words/sentence.js';
import { Trouble, troubleOf } from '../../errors.js';
import { ACCOUNT, CONFIGURATION, placesOf } from './paths.js';

/**
 * Has named's own checker (named-checkconf -z) read the configuration and every zone as they would be live. Files that are
 * live already are read where they lie; the others are written into a folder of their own for it.
 * @throws Error with the line and the reason of the first trouble
 */
export async function inspect(machine: Machine, rendered: readonly RenderedFile[]): Promise<void> {
  const { files, commands, layout, configuration } = machine;
  const live = new Map((await configuration.live()).map(({ path, content }) => [path, content]));
  const changed = rendered.filter(({ path, content }) => live.get(path) !== content);
  const main = rendered.find(({ path }) => path === `${CONFIGURATION}/named.conf`);
  if (main === undefined || changed.length === 0) return;
  // Of this look alone: two may be under way. By such a name what a killed panel leaves is removed at the next start.
  const folder = `${placesOf(layout).run}/.check.${randomBytes(6).toString('hex')}`;
  await files.makeFolder(folder, ACCOUNT, 0o700);
  try {
    let text = main.content;
    for (const [index, { path, content }] of changed.filter((file) => file !== main).entries()) {
      const copy = `${folder}/${index}.zone`;
      await files.write(copy, content, ACCOUNT, 0o600);
      text = text.replaceAll(`"${layout.live}/${path}"`, `"${copy}"`);
    }
    await files.write(`${folder}/named.conf`, text, ACCOUNT, 0o600);
    await commands.run(['/usr/bin/named-checkconf', '-z', `${folder}/named.conf`], { account: ACCOUNT });
  } catch (error) {
    throw new Trouble(say`The DNS server would not accept this: ${{ reason: troubleOf(error) }}.`, error);
  } finally {
    await files.remove(folder);
  }
}
