import { PanelError } from '../../errors.js';
import type { Actor } from '../act.js';
import { say } from '../words/sentence.js';
import { heard } from '../words/told.js';
import { Refusal } from './refusal.js';
import type { Verb } from './verb.js';

/** What is done for a {@link Verb}, its types closed over. */
export interface Handler {
  readonly path: string;
  /** Checks what was sent, does it, and gives the answer. Throws PanelErrors and {@link Refusal}s. */
  run(ask: unknown, actor: Actor): Promise<unknown>;
}

/** Joins a verb and what is done for it. What the verb does not know is refused before anything is done. */
export function handle<Ask, Answer>(
  { path, asks }: Verb<Ask, Answer>,
  work: (ask: Ask, actor: Actor) => Answer | Promise<Answer>,
): Handler {
  return {
    path,
    async run(ask, actor) {
      const { success, data, error } = asks.safeParse(ask);
      if (success) return work(data, actor);
      const { status, code, sentence } = new PanelError('bad-request');
      const what = error.issues.map(
        ({ path, message }) => say`${{ name: path.join('.') }}: ${{ reason: heard(message) }}`,
      );
      throw new Refusal(status, { code, sentences: [sentence, ...what], fields: {} });
    },
  };
}
