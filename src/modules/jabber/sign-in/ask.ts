import type { Machine } from '../../../core/ports.js';
import { pathsOf } from '../paths.js';

/** Seconds that the service may take to answer. */
const SECONDS = 3;

/**
 * Asks the chat sign-in one of the panel's questions (see questions.ts).
 * @throws Error with the reason when it does not answer
 */
export async function askSignIn(
  { network, layout }: Pick<Machine, 'network' | 'layout'>,
  question: string,
): Promise<string> {
  const connection = await network.connect({ socket: pathsOf(layout).signInHealthSocket }, SECONDS);
  try {
    await connection.send(`${question}\n`);
    return (await connection.receive((text) => text.endsWith('\n'), SECONDS)).trimEnd();
  } finally {
    connection.close();
  }
}
