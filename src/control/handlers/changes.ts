import type { z } from 'zod';
import { say } from '../../core/words/sentence.js';
import { PanelError } from '../../errors.js';
import { takenBackSentence } from '../../services/saving/watch-words.js';
import type { Deps } from '../deps.js';
import { handle, type Handler } from '../../core/shell/handle.js';
import { perform } from '../../core/shell/perform.js';
import { diffVerb, discardVerb, pendingVerb, saveVerb, watchVerb } from '../verbs/changes.js';

/** Seconds that the machine may take to say what a save would do: no page waits for it here. */
const SECONDS = 20;

/** The page Save Changes. */
export function changeHandlers(deps: Deps): readonly Handler[] {
  const { draft, save, acts } = deps;

  function mustNotRun(): void {
    if (save.current()?.outcome === 'running') throw new PanelError('save-running');
  }

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

    handle(saveVerb, async ({ yes, decisions }, actor) => {
      mustNotRun();
      await draft.refreshWatched();
      const paths = (await save.preview(SECONDS)).drifts.map(({ path }) => path);
      const strange = Object.keys(decisions).filter((path) => !paths.includes(path));
      if (strange.length > 0) throw new PanelError('not-changed-by-hand', { files: strange.join(', ') });
      const undecided = paths.filter((path) => decisions[path] === undefined);
      if (undecided.length > 0) throw new PanelError('hand-edits-undecided', { files: undecided.join(', ') });
      if (draft.pending().length === 0 && paths.length === 0)
        return { changed: false, sentence: say`There are no pending changes. Nothing was saved.` };
      await perform(acts.saveChanges, { decisions }, actor, yes);
      return { changed: true, sentence: say`The save has begun.` };
    }),

    handle(watchVerb, ({ job }) => watchEnded(deps, job)),

    handle(discardVerb, async (_ask, actor) => {
      mustNotRun();
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
