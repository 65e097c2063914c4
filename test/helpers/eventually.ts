import { setTimeout as later } from 'node:timers/promises';

/** Tries again until it succeeds; throws the last error when it did not within so many seconds. */
export async function eventually<T>(act: () => T | Promise<T>, seconds = 10): Promise<T> {
  const until = performance.now() + seconds * 1000;
  for (;;) {
    try {
      return await act();
    } catch (error) {
      if (performance.now() > until) throw error;
      await later(50);
    }
  }
}
