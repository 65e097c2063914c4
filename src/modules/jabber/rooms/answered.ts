import { PanelError, troubleOf } from '../../../errors.js';
import { say } from '../../../core/words/sentence.js';

/** Waits for what is asked of the chat rooms. @throws PanelError `daemon-not-answering` with the reason */
export async function answered<T>(asking: Promise<T>): Promise<T> {
  try {
    return await asking;
  } catch (error) {
    if (error instanceof PanelError) throw error;
    throw new PanelError(
      'daemon-not-answering',
      { daemon: say`Chat rooms`, reason: troubleOf(error) },
      error,
    );
  }
}
