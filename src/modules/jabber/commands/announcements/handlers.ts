import type { Frame } from '../../../../core/module/index.js';
import { handle, type Handler } from '../../../../core/shell/handle.js';
import { perform } from '../../../../core/shell/perform.js';
import { invalid } from '../../../../core/shell/refusal.js';
import { say, type Sentence } from '../../../../core/words/sentence.js';
import { announcementActs, type ChangeCame } from '../../announcements/acts.js';
import { textOf } from '../../announcements/announcement.js';
import { announcementsOf } from '../../announcements/announcements.js';
import { announcementView } from '../../pages/announcements/view.js';
import { announcementsVerb, announceVerb, changeVerb, previewVerb, withdrawVerb } from './verbs.js';

/** Messages to many, in the shell. */
export function announcementHandlers(frame: Frame): readonly Handler[] {
  const acts = announcementActs(frame);
  const announcements = announcementsOf(frame.machine);
  const now = (): string => frame.machine.clock.now().toISOString();
  return [
    handle(announcementsVerb, async () => ({
      announcements: (await announcements.all()).map((one) => {
        const { author, written, standing, delivered, missed } = announcementView(announcements, one, null);
        const { id, kind } = one;
        return { id, kind, text: textOf(one), author, written, standing, delivered, missed: [...missed] };
      }),
    })),

    handle(announceVerb, async ({ text, day, from, until, yes }, actor) => {
      if (!day && `${from}${until}` !== '')
        throw invalid({ day: say`A period is only for a message of the day.` });
      const period = day ? { from: from || now(), until: until || null } : null;
      const came = await perform(acts.announce, { text, period }, actor, yes);
      if (came.kind === 'invalid') throw invalid(came.errors);
      const { delivered } = announcementView(announcements, came.announcement, null);
      return {
        changed: true,
        sentence: say`${{ result: delivered }}. Its number is ${{ id: came.announcement.id }}.`,
      };
    }),

    handle(previewVerb, async (wanted, actor) => {
      const came = await perform(acts.preview, wanted, actor, false);
      if (came.kind === 'invalid') throw invalid(came.errors);
      return { changed: true, sentence: say`The preview was sent to ${{ user: came.userName }}.` };
    }),

    handle(changeVerb, async ({ id, text, from, until }, actor) => {
      const one = await announcements.find(id);
      const period = { from: from || (one?.from ?? now()), until: until || (one?.until ?? null) };
      const came = await perform(acts.change, { id, text, period }, actor, false);
      return outcomeOf(came, say`The message of the day was changed.`);
    }),

    handle(withdrawVerb, async (wanted, actor) => {
      const came = await perform(acts.withdraw, wanted, actor, false);
      return outcomeOf(came, say`The message is not delivered any more. Users who have it keep it.`);
    }),
  ];
}

function outcomeOf(came: ChangeCame, done: Sentence): { changed: boolean; sentence: Sentence } {
  if (came.kind === 'invalid') throw invalid(came.errors);
  return came.kind === 'over'
    ? { changed: false, sentence: say`There is no such message, or it is over already. Nothing was changed.` }
    : { changed: true, sentence: done };
}
