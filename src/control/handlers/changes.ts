import type { z } from 'zod';
import { say } from '../../core/words/sentence.js';
import { takenBackSentence } from '../../services/saving/watch-words.js';
import type { Deps } from '../deps.js';
import { handle, type Handler } from '../../core/shell/handle.js';
import { perform } from '../../core/shell/perform.js';
import { mustNotRun, SECONDS } from './saving.js';
import { diffVerb, discardVerb, pendingVerb, watchVerb } from '../verbs/changes.js';

/** What is pending: looking at it, and discarding it. */
export function changeHandlers(deps: Deps): readonly Handler[] {
  const { draft, save, acts } = deps;

  return [
    handle(pendingVerb, async () => {
      await draft.refreshWatched();
      const { sentences, connected, drifts } = await save.preview(SECONDS);
      return {
        pending: draft.pending().map((change) => ({ ...change })),
        disturbs: [...sentences],
        connected,
        undecided: drifts.map(({ path }) => path),
      };
    }),

    handle(diffVerb, async () => {
      const { files, drifts } = await save.differences();
      return {
        files: files.map((file) => ({ ...file })),
        handEdits: drifts.map((edit) => ({ ...edit })),
        undecided: drifts.map(({ path }) => path),
      };
    }),

    handle(watchVerb, ({ job }) => watchEnded(deps, job)),

    handle(discardVerb, async (_ask, actor) => {
      mustNotRun(save);
      if (!draft.pending().some(({ discardable }) => discardable))
        return { changed: false, sentence: say`There are no pending changes to discard.` };
      await perform(acts.discardChanges, {}, actor, true);
      return {
        changed: true,
        sentence: say`The pending changes were discarded. The active configuration has not changed.`,
      };
    }),
  ];
}

async function watchEnded({ save }: Deps, job: string): Promise<z.infer<typeof watchVerb.answers>> {
  const takenBack = await save.watchEnded(job);
  if (takenBack === null) return { takenBack };
  const { failure } = takenBack;
  const lastWords = failure.lastWords.map(({ daemon, lines }) => ({ daemon, lines: [...lines] }));
  return { takenBack: { sentence: takenBackSentence(takenBack), failure: { ...failure, lastWords } } };
}
