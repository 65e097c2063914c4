import { isAsked } from '../../../../core/act.js';
import type { Frame } from '../../../../core/module/index.js';
import {
  doneTo,
  movedTo,
  shown,
  type PageAnswer,
  type PageDeclaration,
  type PageRequest,
} from '../../../../core/page.js';
import type { FieldErrors } from '../../../../core/settings.js';
import { say, type Sentence } from '../../../../core/words/sentence.js';
import { PanelError } from '../../../../errors.js';
import { announcementActs, type AnnouncementActs } from '../../announcements/acts.js';
import { textOf, type Announcement } from '../../announcements/announcement.js';
import { announcementsOf } from '../../announcements/announcements.js';
import { localOf } from '../../announcements/local-time.js';
import { announcementFields, blankForm, formOf, isPeriod, periodOf, type AnnouncementForm } from './form.js';
import { announcementView, changeView } from './view.js';

/** Where the page is. */
export const ANNOUNCEMENTS = '/announcements';
const CHANGE = `${ANNOUNCEMENTS}/change/:id`;

/** Messages to many: written, previewed, sent, changed, withdrawn, and what became of them. */
export function announcementPages(frame: Frame): readonly PageDeclaration[] {
  const acts = announcementActs(frame);
  return [
    { path: ANNOUNCEMENTS, get: () => show(frame, {}), post: (request) => write(frame, acts, request) },
    {
      path: CHANGE,
      get: (request) => showChange(frame, request.part('id'), {}),
      post: (request) => change(frame, acts, request),
    },
    { path: `${ANNOUNCEMENTS}/withdraw`, post: (request) => withdraw(acts, request) },
  ];
}

/** What is shown of a form beside its controls. */
interface Shown {
  readonly form?: AnnouncementForm;
  readonly errors?: FieldErrors;
  /** What was done with what was typed, which stays. */
  readonly done?: Sentence;
}

async function write(frame: Frame, acts: AnnouncementActs, request: PageRequest): Promise<PageAnswer> {
  const form = formOf(request);
  if (request.field('_then') === 'preview') return preview(frame, acts, form, request);
  const isDay = form.kind === 'day';
  const period = isDay ? periodOf(form, frame.machine.clock.now().toISOString()) : null;
  if (period !== null && !isPeriod(period)) return show(frame, { form, errors: period });
  const came = await orReason(acts.announce.request({ text: form.text, period }, request.permission));
  if (isAsked(came)) return { kind: 'asking', asked: came, cancel: ANNOUNCEMENTS };
  if (came.kind === 'invalid') return show(frame, { form, errors: came.errors });
  return doneTo(
    ANNOUNCEMENTS,
    isDay
      ? say`The message of the day was written.`
      : say`The message was sent. The list below says whom it reached.`,
  );
}

/** What the panel refuses, as a sentence above the form: what was typed stays. */
async function orReason<Came>(
  asked: Promise<Came>,
): Promise<Came | { readonly kind: 'invalid'; readonly errors: FieldErrors }> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof PanelError) return { kind: 'invalid', errors: { '': error.sentence } };
    throw error;
  }
}

async function preview(
  frame: Frame,
  acts: AnnouncementActs,
  form: AnnouncementForm,
  { permission }: PageRequest,
): Promise<PageAnswer> {
  const came = await orReason(acts.preview.request({ text: form.text, userName: form.userName }, permission));
  if (isAsked(came)) return { kind: 'asking', asked: came, cancel: ANNOUNCEMENTS };
  if (came.kind === 'invalid') return show(frame, { form, errors: came.errors });
  return show(frame, { form, done: say`The preview was sent to ${{ user: came.userName }}.` });
}

async function show(frame: Frame, { form = blankForm, errors = {}, done }: Shown): Promise<PageAnswer> {
  const announcements = announcementsOf(frame.machine);
  const accounts = await accountCount(frame);
  return shown({
    template: 'jabber/announcements',
    title: say`Announcements`,
    status: Object.keys(errors).length > 0 ? 422 : 200,
    locals: {
      action: ANNOUNCEMENTS,
      isServed: frame.isOn(),
      message: errors[''] ?? '',
      done: done ?? '',
      fields: announcementFields(form, errors, true),
      withdraw: `${ANNOUNCEMENTS}/withdraw`,
      announcements: (await announcements.all()).map((one) => announcementView(announcements, one, accounts)),
    },
  });
}

async function change(frame: Frame, acts: AnnouncementActs, request: PageRequest): Promise<PageAnswer> {
  const id = request.part('id');
  const form = formOf(request);
  const period = periodOf(form, frame.machine.clock.now().toISOString());
  if (!isPeriod(period)) return showChange(frame, id, { form, errors: period });
  const came = await acts.change.request({ id, text: form.text, period }, request.permission);
  if (isAsked(came)) return { kind: 'asking', asked: came, cancel: ANNOUNCEMENTS };
  if (came.kind === 'invalid') return showChange(frame, id, { form, errors: came.errors });
  if (came.kind === 'over') return movedTo(ANNOUNCEMENTS, { kind: 'warning', sentence: OVER });
  return doneTo(ANNOUNCEMENTS, say`The message of the day was changed.`);
}

async function withdraw(acts: AnnouncementActs, request: PageRequest): Promise<PageAnswer> {
  const came = await acts.withdraw.request({ id: request.field('id') }, request.permission);
  if (isAsked(came)) return { kind: 'asking', asked: came, cancel: ANNOUNCEMENTS };
  return came.kind === 'over'
    ? movedTo(ANNOUNCEMENTS, { kind: 'warning', sentence: OVER })
    : doneTo(ANNOUNCEMENTS, say`The message is not delivered any more. Users who have it keep it.`);
}

const OVER = say`This message is over already. Nothing was changed.`;

async function showChange(frame: Frame, id: string, { form, errors = {} }: Shown): Promise<PageAnswer> {
  const one = await announcementsOf(frame.machine).find(id);
  if (one === null) throw new PanelError('not-found');
  return shown({
    template: 'jabber/announcement',
    title: say`Announcement`,
    status: Object.keys(errors).length > 0 ? 422 : 200,
    locals: {
      action: `${ANNOUNCEMENTS}/change/${id}`,
      message: errors[''] ?? '',
      fields: announcementFields(form ?? formOfOne(one), errors, false),
      ...(await changeView(frame, one)),
    },
  });
}

function formOfOne(one: Announcement): AnnouncementForm {
  const until = one.until === null ? '' : localOf(one.until);
  return { ...blankForm, text: textOf(one), kind: one.kind, from: localOf(one.from), until };
}

/** How many users have an account; null where the directory does not say. */
async function accountCount({ people }: Frame): Promise<number | null> {
  try {
    return (await people.list({ having: WITH_ACCOUNT }, 1)).total;
  } catch {
    return null;
  }
}

export const WITH_ACCOUNT = { module: 'jabber', field: 'account', value: 'enabled' } as const;
