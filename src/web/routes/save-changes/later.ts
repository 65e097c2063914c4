import { blankField, type FieldView } from '../../../core/forms/field-view.js';
import type { PageRequest } from '../../../core/page.js';
import { moment, say, type Sentence } from '../../../core/words/sentence.js';
import type { SavePreview } from '../../../services/saving/save-preview.js';
import type { WhenToSave } from '../../../services/saving/waiting/when-to-save.js';
import type { Deps } from '../../deps.js';

const WHEN_FIELD = 'when';
const MINUTES_FIELD = 'minutes';
/** Offered first. */
const USUAL_MINUTES = '5';

/** One way to choose when a save begins. */
interface Choice {
  readonly value: string;
  readonly label: Sentence;
  readonly isChosen: boolean;
}

/** When a save may begin, as the page asks. */
export interface LaterView {
  readonly choices: readonly Choice[];
  readonly minutes: FieldView;
}

/** When the form wants the save to begin; null: now. What is no number is not one for the act either. */
export function wantedWhen(request: PageRequest): WhenToSave | null {
  const kind = request.field(WHEN_FIELD);
  if (kind === 'quiet-time') return { kind };
  if (kind !== 'minutes') return null;
  const typed = request.field(MINUTES_FIELD).trim();
  return { kind, minutes: /^\d{1,4}$/.test(typed) ? Number(typed) : Number.NaN };
}

/** What the page asks where people would be disconnected; null where nobody would be, or a save waits already. */
export function laterView(
  waiting: Pick<Deps['waiting'], 'waiting' | 'quietTime'>,
  preview: SavePreview | null,
  request: PageRequest,
  error: Sentence | '',
): LaterView | null {
  if (preview?.disconnectsEverybody !== true || waiting.waiting() !== null) return null;
  const quietTime = waiting.quietTime();
  const kind = wantedWhen(request)?.kind ?? 'now';
  const choice = (value: string, label: Sentence): Choice => ({ value, label, isChosen: kind === value });
  const typed = request.field(MINUTES_FIELD);
  return {
    choices: [
      choice('now', say`Save now`),
      choice('minutes', say`Tell everybody connected now, and save some minutes later`),
      ...(quietTime === null
        ? []
        : [
            choice(
              'quiet-time',
              say`Save at the quiet time, on ${{ time: moment(quietTime.toISOString(), 'distance') }}; everybody connected is told one minute before`,
            ),
          ]),
    ],
    minutes: {
      ...blankField(MINUTES_FIELD, say`Minutes until the save`),
      control: 'number',
      value: request.form.has(MINUTES_FIELD) ? typed : USUAL_MINUTES,
      error,
      focus: error !== '',
    },
  };
}
