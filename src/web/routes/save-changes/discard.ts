import { isAsked } from '../../../core/act.js';
import { doneTo, type PageAnswer, type PageDeclaration, type PageRequest } from '../../../core/page.js';
import { say, type Sentence } from '../../../core/words/sentence.js';
import { DISCARD, PATH } from './paths.js';
import { digestOf, showPending, type Needs } from './pending.js';

/** The button that throws the draft away. */
export function discardPage(needs: Needs): PageDeclaration {
  return { path: DISCARD, post: (request) => discard(needs, request) };
}

async function discard(needs: Needs, request: PageRequest): Promise<PageAnswer> {
  const { save, draft, acts } = needs;
  const refused = (message: Sentence): Promise<PageAnswer> =>
    showPending(needs, request, { status: 409, message });
  if (save.current()?.outcome === 'running')
    return refused(
      say`A save is running, so nothing was discarded. Wait until it has ended, then check the changes again.`,
    );
  if (request.field('_pending') !== digestOf(draft.pending()))
    return refused(
      say`The pending changes are not the ones that this page showed. Check them again, then discard.`,
    );
  const came = await acts.discardChanges.request({}, request.permission);
  if (isAsked(came)) return { kind: 'asking', asked: came, cancel: PATH };
  return doneTo(PATH, say`The changes were discarded. The active configuration did not change.`);
}
