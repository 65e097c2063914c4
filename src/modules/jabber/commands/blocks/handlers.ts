import type { Frame } from '../../../../core/module/index.js';
import { handle, type Handler } from '../../../../core/shell/handle.js';
import { perform } from '../../../../core/shell/perform.js';
import { invalid } from '../../../../core/shell/refusal.js';
import { moment, say } from '../../../../core/words/sentence.js';
import { blockActs } from '../../blocking/acts.js';
import { blocksOf } from '../../blocking/blocks.js';
import { doneSentence } from '../../blocking/words.js';
import { blocksVerb, blockVerb, unblockVerb } from './verbs.js';

/** Blocking addresses, in the shell. */
export function blockHandlers(frame: Frame): readonly Handler[] {
  const { block, unblock } = blockActs(frame);
  const blocks = blocksOf(frame.machine);
  return [
    handle(blocksVerb, async () => ({ blocks: [...(await blocks.list())], isActive: blocks.isActive })),

    handle(blockVerb, async ({ address, time, yes }, actor) => {
      const came = await perform(block, { address, time }, actor, yes);
      if (came.kind === 'invalid') throw invalid(came.errors);
      const done = say`${{ address: came.address }} is blocked until ${{ time: moment(came.until) }}.`;
      return { changed: true, sentence: doneSentence(came.isActive, done) };
    }),

    handle(unblockVerb, async ({ address }, actor) => {
      const came = await perform(unblock, { address }, actor, false);
      if (came.kind === 'not-blocked')
        return { changed: false, sentence: say`This address was not blocked any more.` };
      return { changed: true, sentence: doneSentence(came.isActive, say`${{ address }} is unblocked.`) };
    }),
  ];
}
