import type { Decisions } from '../../core/drift.js';
import { handle, type Handler } from '../../core/shell/handle.js';
import { perform } from '../../core/shell/perform.js';
import { invalid } from '../../core/shell/refusal.js';
import { say } from '../../core/words/sentence.js';
import { PanelError } from '../../errors.js';
import { waitingSentence } from '../../services/saving/waiting/waiting-words.js';
import type { Deps } from '../deps.js';
import { callOffVerb, saveLaterVerb, saveVerb } from '../verbs/changes.js';

/** Seconds that the machine may take to say what a save would do: no page waits for it here. */
export const SECONDS = 20;

const nothingPending = {
  changed: false,
  sentence: say`There are no pending changes. Nothing was saved.`,
};

/** @throws PanelError `save-running` */
export function mustNotRun(save: Pick<Deps['save'], 'current'>): void {
  if (save.current()?.outcome === 'running') throw new PanelError('save-running');
}

/** Saving what is pending, now or later. */
export function savingHandlers({ draft, save, waiting, acts }: Deps): readonly Handler[] {
  /** Throws where a file was changed by hand and nothing is decided about it, or the other way round. */
  async function isSomethingToSave(decisions: Decisions): Promise<boolean> {
    mustNotRun(save);
    await draft.refreshWatched();
    const paths = (await save.preview(SECONDS)).drifts.map(({ path }) => path);
    const strange = Object.keys(decisions).filter((path) => !paths.includes(path));
    if (strange.length > 0) throw new PanelError('not-changed-by-hand', { files: strange.join(', ') });
    const undecided = paths.filter((path) => decisions[path] === undefined);
    if (undecided.length > 0) throw new PanelError('hand-edits-undecided', { files: undecided.join(', ') });
    return draft.pending().length > 0 || paths.length > 0;
  }

  return [
    handle(saveVerb, async ({ yes, decisions }, actor) => {
      if (!(await isSomethingToSave(decisions))) return nothingPending;
      await perform(acts.saveChanges, { decisions }, actor, yes);
      return { changed: true, sentence: say`The save has begun.` };
    }),

    handle(saveLaterVerb, async ({ yes, ...wanted }, actor) => {
      if (!(await isSomethingToSave(wanted.decisions))) return nothingPending;
      const came = await perform(acts.saveLater, wanted, actor, yes);
      if (came.kind === 'refused') throw invalid({ '': came.sentence });
      const now = waiting.waiting();
      return { changed: true, sentence: now === null ? say`The save has begun.` : waitingSentence(now) };
    }),

    handle(callOffVerb, async (_ask, actor) => {
      const { kind } = await perform(acts.callOffSave, {}, actor, true);
      return kind === 'called-off'
        ? { changed: true, sentence: say`The save was called off. The changes are still pending.` }
        : { changed: false, sentence: say`No save waits: it was called off before, or it has begun.` };
    }),
  ];
}
