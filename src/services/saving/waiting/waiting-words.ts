import type { Deed } from '../../../core/act.js';
import { many, moment, passage, quantity, say, type Sentence } from '../../../core/words/sentence.js';
import { WINDOW_MINUTES } from './due.js';
import type { EndedWait, WaitingSave } from './waiting-save.js';
import type { Changed } from './what-changed.js';

/** What a save that waits is called in the audit log. */
export const WHAT: Sentence = say`Save Changes at a later time`;

/** What every page, Home and the shell say of a save that waits. */
export function waitingSentence(waiting: WaitingSave): Sentence {
  const { runAt, who } = waiting;
  return passage(
    say`A save waits. It begins on ${{ time: moment(runAt, 'distance') }}, as ${{ who }} chose.`,
    toldSentence(waiting),
    say`If the panel is not running then, the save begins up to ${{ minutes: quantity(WINDOW_MINUTES) }} minutes later, or not at all.`,
  );
}

/** When users are told, or were. */
function toldSentence({ told, lead }: WaitingSave): Sentence {
  if (told !== null) return say`Everybody connected was told on ${{ time: moment(told) }}.`;
  return many(
    lead,
    say`Everybody connected is told one minute before.`,
    say`Everybody connected is told ${{ minutes: quantity(lead) }} minutes before.`,
  );
}

/** Why a save that waited does not run. */
export function changedSentence(changed: Changed): Sentence {
  switch (changed) {
    case 'draft':
      return say`the pending changes are not the ones that were agreed to`;
    case 'saved':
      return say`the saved settings have changed since`;
    case 'watched':
      return say`the users with administration rights have changed since`;
    case 'files':
      return say`files were changed by hand since`;
    case 'effect':
      return say`the save would now disturb more people than was agreed to`;
  }
}

/** Whether people should look at how a save that waited ended. */
export function isAmiss({ outcome }: EndedWait): boolean {
  return !['saved', 'overtaken', 'called-off'].includes(outcome);
}

/** What Home, the page Save Changes and the shell say of a save that waited, when it has ended. */
export function endedSentence({ outcome, reason, when }: EndedWait): Sentence {
  const time = moment(when);
  const again = say`To save, check the changes and save again.`;
  switch (outcome) {
    case 'saved':
      return passage(
        say`The save that waited ended on ${{ time }}: the changes are active and tested.`,
        reason,
      );
    case 'failed':
      return passage(say`The save that waited failed on ${{ time }}.`, reason);
    case 'interrupted':
      return passage(say`The panel was stopped during the save that waited. It does not run again.`, again);
    case 'changed':
      return passage(say`The save that waited does not run: ${{ reason }}.`, again);
    case 'refused':
      return passage(
        say`The save that waited does not run, because it is not possible now: ${{ reason }}`,
        again,
      );
    case 'missed':
      return passage(
        reason === ''
          ? say`The save that waited does not run: its time has passed.`
          : say`The save that waited does not run: its time has passed. The last reason was: ${{ reason }}.`,
        again,
      );
    case 'overtaken':
      return say`The save that waited has nothing left to do: its changes were saved before, on ${{ time }}.`;
    case 'called-off':
      return say`The save that waited was called off on ${{ time }}.`;
    case 'unknown':
      return passage(
        say`A save may have waited, but what is kept of it cannot be read: ${{ reason }}.`,
        again,
      );
  }
}

/** The end as the audit log has it. */
export function endedDeed(ended: EndedWait): Deed {
  return { what: WHAT, outcome: endedSentence(ended) };
}
