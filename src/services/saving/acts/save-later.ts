import type { Act } from '../../../core/act.js';
import { many, moment, passage, quantity, say, type Sentence } from '../../../core/words/sentence.js';
import { PanelError } from '../../../errors.js';
import { signatureOf } from '../../records/audit-trail.js';
import { connectedSentence } from '../connected-words.js';
import type { DraftSettings } from '../draft-settings.js';
import type { SaveChanges } from '../save-changes.js';
import type { WaitingSaves } from '../waiting/waiting-saves.js';
import { WHAT } from '../waiting/waiting-words.js';
import { isMinutes, MOST_MINUTES, type WantedWait, type WhenToSave } from '../waiting/when-to-save.js';
import { deedsOf, mustNotRun, SECONDS } from './save.js';

/** What came of it. `refused`: nothing waits, and why. */
export type WaitCame = { readonly kind: 'waits' } | { readonly kind: 'refused'; readonly sentence: Sentence };

/** Lets the draft, as it is now, wait for its time. */
export function saveLater(parts: {
  readonly draft: Pick<DraftSettings, 'pending' | 'refreshWatched'>;
  readonly save: Pick<SaveChanges, 'current' | 'preview'>;
  readonly waiting: Pick<WaitingSaves, 'agree' | 'waiting' | 'quietTime'>;
}): Act<WantedWait, WaitCame> {
  const { draft, save, waiting } = parts;
  return {
    name: 'changes.later',
    title: () => WHAT,
    check({ when }) {
      mustNotRun(save);
      const reason = refusalOf(when);
      return reason === null ? null : { kind: 'refused', sentence: reason };
    },
    async question({ when }) {
      const { sentences, connected, disconnectsEverybody } = await save.preview(SECONDS);
      return {
        title: say`Save the changes at a later time?`,
        sentences: [...sentences, connectedSentence(connected), whenSentence(when, waiting.quietTime())],
        isLoss: disconnectsEverybody,
        answers: [{ label: say`Save later` }],
      };
    },
    async do({ when, decisions }, { actor, record }) {
      await draft.refreshWatched();
      const preview = await save.preview(SECONDS);
      const undecided = preview.drifts
        .map(({ path }) => path)
        .filter((path) => decisions[path] === undefined);
      if (undecided.length > 0) throw new PanelError('hand-edits-undecided', { files: undecided.join(', ') });
      mustNotRun(save);
      if (!preview.disconnectsEverybody) return { kind: 'refused', sentence: NOBODY };
      const outcome = whenSentence(when, waiting.quietTime());
      const refused = await waiting.agree(when, decisions, signatureOf(actor), preview);
      if (refused !== null) return { kind: 'refused', sentence: refused };
      await record(...deedsOf(draft.pending(), decisions, outcome));
      return { kind: 'waits' };
    },
  };

  function refusalOf(when: WhenToSave): Sentence | null {
    if (waiting.waiting() !== null) return say`A save waits already. Call it off first.`;
    if (when.kind === 'quiet-time')
      return waiting.quietTime() === null ? say`No service that is on has a quiet time.` : null;
    return isMinutes(when.minutes)
      ? null
      : say`Type a number of minutes from 1 to ${{ most: quantity(MOST_MINUTES) }}.`;
  }
}

const NOBODY = say`This save disconnects nobody, so it need not wait. Save now.`;

function whenSentence(when: WhenToSave, quietTime: Date | null): Sentence {
  if (when.kind === 'minutes')
    return many(
      when.minutes,
      say`Everybody connected is told now, and the save begins in one minute.`,
      say`Everybody connected is told now, and the save begins in ${{ minutes: quantity(when.minutes) }} minutes.`,
    );
  return passage(
    quietTime === null
      ? ''
      : say`The save begins on ${{ time: moment(quietTime.toISOString(), 'distance') }}.`,
    say`Everybody connected is told one minute before.`,
  );
}
