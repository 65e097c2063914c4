import { allOf, moment, passage, say, type List, type Sentence } from '../../core/words/sentence.js';
import type { NamedSave, TakenBackSaves, Watching } from './watching.js';

/** What a watch does, as a step of a job. */
export const STEP: Sentence = say`Watching the service`;

/** What a watch is called in the audit log, and when it fails. */
export function titleOfWatch(saves: readonly NamedSave[]): Sentence {
  return say`Watching the service after ${{ saves: namesOf(saves) }}`;
}

/** What the home page says while a watch is under way. */
export function watchingSentence({ saves }: Watching): Sentence {
  return say`The panel watches the service for a few seconds. If a daemon fails meanwhile, the panel takes back ${{ saves: namesOf(saves) }}.`;
}

/** What every administrator is told when something was taken back. */
export function takenBackSentence({ saves, isRestored, failure }: TakenBackSaves): Sentence {
  const { reason, takenBack } = failure;
  return passage(
    isRestored
      ? say`The service failed while the panel watched it, so the panel took back ${{ saves: namesOf(saves) }}.`
      : say`The service failed while the panel watched it, but the panel could not take back ${{ saves: namesOf(saves) }}.`,
    say`The reason: ${{ reason }}.`,
    takenBack,
  );
}

function namesOf(saves: readonly NamedSave[]): List {
  return allOf(saves.map(nameOf));
}

/** A save, as it is named to people. */
export function nameOf({ title, who, when }: NamedSave): Sentence {
  if (who === '' || when === '') return say`“${{ job: title }}”`;
  return say`“${{ job: title }}” (${{ who }}, ${{ time: moment(when, 'time') }})`;
}
