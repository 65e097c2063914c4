import { open } from 'node:fs/promises';
import { CommandFailure } from '../core/shell/failure.js';
import { say } from '../core/words/sentence.js';
import { troubleOf } from '../errors.js';

/** Reads a file that the user names, with the user's own rights. @throws CommandFailure */
export async function readGivenFile(path: string, most: number): Promise<Uint8Array> {
  const content = await readAtMost(path, most + 1).catch((error: unknown) => {
    throw new CommandFailure(say`The file ${{ path }} cannot be read: ${{ reason: troubleOf(error) }}.`);
  });
  if (content.length > most)
    throw new CommandFailure(say`The file ${{ path }} is larger than ${{ size: most / 1_000_000 }} MB.`);
  return content;
}

async function readAtMost(path: string, most: number): Promise<Uint8Array> {
  const file = await open(path, 'r');
  try {
    const bytes = new Uint8Array(most);
    let length = 0;
    for (let read = -1; read !== 0 && length < most; length += read)
      read = (await file.read(bytes, length, most - length)).bytesRead;
    return bytes.slice(0, length);
  } finally {
    await file.close();
  }
}
