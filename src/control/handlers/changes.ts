import { PanelError } from '../../errors.js';
import { discardAudited, startAudited } from '../../services/saving/audited-save.js';
import type { Deps } from '../deps.js';
import { handle, type Handler } from '../handle.js';
import { needsYes } from '../refusal.js';
import { diffVerb, discardVerb, pendingVerb, saveVerb } from '../verbs/changes.js';

/** Seconds that the machine may take to say what a save would do: nobody waits for a page here. */
const SECONDS = 20;

/** The page Save Changes. */
export function changeHandlers(deps: Deps): readonly Handler[] {
  const { draft, save } = deps;

  function mustNotRun(): void {
    if (save.current()?.outcome === 'running') throw new PanelError('save-running');
  }

  return [
    handle(pendingVerb, async () => {
      await draft.refreshWatched();
      const { sentences, connected, handEdits } = await save.preview(SECONDS);
      return {
        pending: draft.pending().map((change) => ({ ...change })),
        disturbs: [...sentences],
        connected,
        undecided: handEdits.map(({ path }) => path),
      };
    }),

    handle(diffVerb, async () => {
      const { files, handEdits } = await save.differences();
      return {
        files: files.map((file) => ({ ...file })),
        handEdits: handEdits.map((edit) => ({ ...edit })),
        undecided: handEdits.map(({ path }) => path),
      };
    }),

    handle(saveVerb, async ({ yes, decisions }, actor) => {
      mustNotRun();
      await draft.refreshWatched();
      const { sentences, connected, handEdits } = await save.preview(SECONDS);
      const paths = handEdits.map(({ path }) => path);
      const strange = Object.keys(decisions).filter((path) => !paths.includes(path));
      if (strange.length > 0) throw new PanelError('not-changed-by-hand', { files: strange.join(', ') });
      const undecided = paths.filter((path) => decisions[path] === undefined);
      if (undecided.length > 0) throw new PanelError('hand-edits-undecided', { files: undecided.join(', ') });
      if (draft.pending().length === 0 && paths.length === 0)
        return { changed: false, sentence: 'Nothing is pending, so nothing was saved.' };
      if (sentences.length > 0 && !yes) throw needsYes([...sentences, connectedSentence(connected)]);
      mustNotRun();
      await startAudited(deps, actor, decisions);
      return { changed: true, sentence: 'The save has begun.' };
    }),

    handle(discardVerb, async (_ask, actor) => {
      mustNotRun();
      if (!draft.pending().some(({ discardable }) => discardable))
        return { changed: false, sentence: 'Nothing is pending that could be discarded.' };
      await discardAudited(deps, actor);
      return {
        changed: true,
        sentence: 'The changes were discarded. What is in force has not changed.',
      };
    }),
  ];
}

/** How many people a save would reach just now. */
function connectedSentence(connected: number | null): string {
  if (connected === null) return 'Nobody can tell how many clients are connected just now.';
  if (connected === 0) return 'Just now nobody is connected.';
  return connected === 1
    ? 'Just now one client is connected.'
    : `Just now ${connected} clients are connected.`;
}
