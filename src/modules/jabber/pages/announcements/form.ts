import { blankField, type FieldView } from '../../../../core/forms/field-view.js';
import { focusFirstError } from '../../../../core/forms/focus.js';
import type { PageRequest } from '../../../../core/page.js';
import type { FieldErrors } from '../../../../core/settings.js';
import { say, type Sentence } from '../../../../core/words/sentence.js';
import type { Period } from '../../announcements/announcements.js';
import { isoOf } from '../../announcements/local-time.js';

/** The form as it was typed. */
export interface AnnouncementForm {
  readonly text: string;
  /** `now`, or `day` for the message of the day. */
  readonly kind: string;
  readonly from: string;
  readonly until: string;
  /** Whom a preview goes to. */
  readonly userName: string;
}

export const blankForm: AnnouncementForm = { text: '', kind: 'now', from: '', until: '', userName: '' };

export function formOf({ field }: Pick<PageRequest, 'field'>): AnnouncementForm {
  return {
    // A form sends CR LF (HTML, 4.10.22).
    text: field('text').replaceAll('\r\n', '\n').trimEnd(),
    kind: field('kind'),
    from: field('from'),
    until: field('until'),
    userName: field('userName').trim(),
  };
}

/** The period that was typed, or what is wrong with it. @param now where no beginning was typed */
export function periodOf({ from, until }: AnnouncementForm, now: string): Period | FieldErrors {
  const begins = from.trim() === '' ? now : isoOf(from);
  const ends = until.trim() === '' ? null : isoOf(until);
  const errors: Record<string, Sentence> = {};
  if (begins === null) errors['from'] = NO_TIME;
  if (until.trim() !== '' && ends === null) errors['until'] = NO_TIME;
  return begins === null || Object.keys(errors).length > 0 ? errors : { from: begins, until: ends };
}

export function isPeriod(period: Period | FieldErrors): period is Period {
  return typeof period['from'] === 'string';
}

const NO_TIME = say`Type a day and a time, for example 2026-12-24 18:00.`;

/** The controls of the form. @param isNew where the kind is chosen, and a preview can be sent */
export function announcementFields(
  form: AnnouncementForm,
  errors: FieldErrors,
  isNew: boolean,
): readonly FieldView[] {
  const field = (name: keyof AnnouncementForm, label: Sentence, more: Partial<FieldView>): FieldView => ({
    ...blankField(name, label),
    value: form[name],
    error: errors[name] ?? '',
    ...more,
  });
  const time = { control: 'time' } as const;
  return focusFirstError([
    field('text', say`Message`, { control: 'area', required: true }),
    ...(isNew
      ? [
          field('kind', say`Send to`, {
            control: 'choice',
            choices: [
              { value: 'now', label: say`All users who are connected now`, help: '', isRecommended: false },
              { value: 'day', label: say`Message of the day`, help: '', isRecommended: false },
            ].map((choice) => ({ ...choice, help: '' as const })),
            help: say`A message of the day reaches all users who are connected, and every other user at the next sign-in, each once.`,
          }),
        ]
      : []),
    field('from', say`Message of the day: from`, {
      ...time,
      help: say`Leave it empty to begin now. Times are those of this server’s time zone.`,
    }),
    field('until', say`Message of the day: until`, {
      ...time,
      help: say`Leave it empty for a message without an end.`,
    }),
    ...(isNew
      ? [
          field('userName', say`Preview to`, {
            help: say`The user name of a user who is connected, such as your own. “Preview” sends the message to this user alone.`,
          }),
        ]
      : []),
  ]);
}
