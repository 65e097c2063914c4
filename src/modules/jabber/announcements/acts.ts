import type { Act } from '../../../core/act.js';
import type { Frame, Question } from '../../../core/module/index.js';
import type { FieldErrors } from '../../../core/settings.js';
import { quantity, say, verbatim, type Sentence } from '../../../core/words/sentence.js';
import { textOf, type Announcement } from './announcement.js';
import { announcementsOf, servedDomain, type Period } from './announcements.js';
import { periodProblem, textProblem } from './words.js';

/** Messages of the day that wait or are delivered at once. */
const MOST_OPEN = 10;

type Grounds = Pick<Frame, 'machine' | 'active'>;

/** What is to be announced. Without a period: to everybody who is connected now. */
export interface WantedAnnouncement {
  readonly text: string;
  readonly period: Period | null;
}

/** What came of an announcement. */
export type AnnounceCame =
  | { readonly kind: 'invalid'; readonly errors: FieldErrors }
  | { readonly kind: 'announced'; readonly announcement: Announcement };

/** Announces to everybody who is connected, or writes a message of the day. */
export function announce(grounds: Grounds): Act<WantedAnnouncement, AnnounceCame> {
  const announcements = announcementsOf(grounds.machine);
  const titleOf = ({ period }: WantedAnnouncement): Sentence =>
    period === null ? say`Message to all connected users sent` : say`Message of the day written`;
  return {
    name: 'announcements.send',
    title: titleOf,
    async check({ text, period }) {
      const errors = errorsOf(grounds, text, period);
      if (period !== null && (await openOnes(grounds)) >= MOST_OPEN) {
        const most = quantity(MOST_OPEN);
        errors[''] = say`There are ${{ count: most }} messages of the day already. Withdraw one first.`;
      }
      return Object.keys(errors).length > 0 ? { kind: 'invalid', errors } : null;
    },
    question: ({ period }) => (period === null ? CANNOT_BE_UNDONE : null),
    async do(wanted, { actor, record }) {
      const domain = servedDomain(grounds);
      const text = { text: wanted.text, author: actor.who };
      const announcement =
        wanted.period === null
          ? await announcements.sendNow(domain, text)
          : await announcements.addOfTheDay(domain, text, wanted.period);
      await record({ what: titleOf(wanted), after: shortened(wanted.text) });
      return { kind: 'announced', announcement };
    },
  };
}

const CANNOT_BE_UNDONE: Question = {
  title: say`Send this message to all connected users?`,
  sentences: [say`They see it at once. It cannot be taken back.`],
  answers: [{ label: say`Send` }],
};

/** A text for one user, to see how it looks. */
export interface WantedPreview {
  readonly text: string;
  readonly userName: string;
}

/** What came of a preview. */
export type PreviewCame =
  | { readonly kind: 'invalid'; readonly errors: FieldErrors }
  | { readonly kind: 'shown'; readonly userName: string };

/** Sends an announcement to one user alone, who sees it as everybody would. */
export function preview(grounds: Grounds): Act<WantedPreview, PreviewCame> {
  const titleOf = ({ userName }: WantedPreview): Sentence =>
    say`Preview of a message sent to ${{ user: userName }}`;
  return {
    name: 'announcements.preview',
    title: titleOf,
    check({ text, userName }) {
      const errors = errorsOf(grounds, text, null);
      if (userName === '') errors['userName'] = say`Type the name of a user who is connected.`;
      return Object.keys(errors).length > 0 ? { kind: 'invalid', errors } : null;
    },
    async do(wanted, { record }) {
      const { text, userName } = wanted;
      const sessions = await announcementsOf(grounds.machine).preview(servedDomain(grounds), userName, text);
      if (sessions === 0) {
        await record({ what: titleOf(wanted), outcome: say`not sent: the user is not connected` });
        const reason = say`${{ user: userName }} is not connected now.`;
        return { kind: 'invalid', errors: { userName: reason } };
      }
      await record({ what: titleOf(wanted), after: shortened(text) });
      return { kind: 'shown', userName };
    },
  };
}

/** What a message of the day is to be changed to. */
export interface WantedChange extends WantedAnnouncement {
  readonly id: string;
  readonly period: Period;
}

/** What came of a change or a withdrawal. */
export type ChangeCame =
  | { readonly kind: 'invalid'; readonly errors: FieldErrors }
  /** There is no such announcement, or it is over. */
  | { readonly kind: 'over' }
  | { readonly kind: 'changed' };

/** Changes a message of the day. */
export function change(grounds: Grounds): Act<WantedChange, ChangeCame> {
  const title = say`Message of the day changed`;
  return {
    name: 'announcements.edit',
    title: () => title,
    async check({ id, text, period }) {
      const one = await openOne(grounds, id);
      if (one?.kind !== 'day') return { kind: 'over' };
      const errors = errorsOf(grounds, text, period);
      return Object.keys(errors).length > 0 ? { kind: 'invalid', errors } : null;
    },
    async do({ id, text, period }, { actor, record }) {
      const one = await announcementsOf(grounds.machine).find(id);
      const before = one === null ? '' : shortened(textOf(one));
      const domain = servedDomain(grounds);
      await announcementsOf(grounds.machine).edit(domain, id, { text, author: actor.who }, period);
      await record({ what: title, before, after: shortened(text) });
      return { kind: 'changed' };
    },
  };
}

/** Ends the delivery of an announcement. */
export function withdraw(grounds: Grounds): Act<{ readonly id: string }, ChangeCame> {
  const title = say`Announcement withdrawn`;
  return {
    name: 'announcements.withdraw',
    title: () => title,
    check: async ({ id }) => ((await openOne(grounds, id)) === null ? { kind: 'over' } : null),
    async do({ id }, { actor, record }) {
      const one = await announcementsOf(grounds.machine).find(id);
      await announcementsOf(grounds.machine).withdraw(id, actor.who);
      await record({ what: title, before: one === null ? '' : shortened(textOf(one)) });
      return { kind: 'changed' };
    },
  };
}

/** Every act of the announcements behind the gate. */
export function announcementActs(frame: Pick<Frame, 'machine' | 'active' | 'gate'>) {
  return {
    announce: frame.gate(announce(frame)),
    preview: frame.gate(preview(frame)),
    change: frame.gate(change(frame)),
    withdraw: frame.gate(withdraw(frame)),
  } as const;
}

export type AnnouncementActs = ReturnType<typeof announcementActs>;

function errorsOf({ machine }: Grounds, text: string, period: Period | null): Record<string, Sentence> {
  const wrong = textProblem(text);
  const end =
    period === null ? null : periodProblem(period.from, period.until, machine.clock.now().toISOString());
  return { ...(wrong === null ? {} : { text: wrong }), ...(end === null ? {} : { until: end }) };
}

async function openOnes({ machine }: Grounds): Promise<number> {
  const all = await announcementsOf(machine).all();
  return all.filter(({ kind, ended }) => kind === 'day' && ended === null).length;
}

/** An announcement that is not over; null where there is none of this id. */
async function openOne({ machine }: Grounds, id: string): Promise<Announcement | null> {
  const announcements = announcementsOf(machine);
  const one = await announcements.find(id);
  return one !== null && ['waits', 'active'].includes(announcements.standingOf(one)) ? one : null;
}

/** So much of a text as the audit log keeps. */
function shortened(text: string): Sentence {
  return verbatim(text.length > 500 ? `${text.slice(0, 500)}…` : text);
}
