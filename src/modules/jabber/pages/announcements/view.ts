import type { Frame } from '../../../../core/module/index.js';
import { moment, quantity, say, type Sentence } from '../../../../core/words/sentence.js';
import { textOf, type Announcement, type Standing } from '../../announcements/announcement.js';
import { announcementsOf, type Announcements } from '../../announcements/announcements.js';
import type { Tally } from '../../announcements/tally.js';

/** Characters of a text in the list. */
const SHORT = 160;
/** Names of users who have not got it yet. */
const NAMES = 20;
/** Pages of the list of users that are looked through for them. */
const PAGES = 20;

/** An announcement in the list. */
export interface AnnouncementView {
  readonly id: string;
  readonly path: string;
  readonly text: string;
  readonly written: string;
  readonly author: string;
  readonly isDay: boolean;
  readonly standing: Sentence;
  readonly isOpen: boolean;
  readonly delivered: Sentence;
  /** Names of users who were not reached; those of a message of the day stand on its own page. */
  readonly missed: readonly string[];
}

/** @param accounts how many users have an account; null where that is not known */
export function announcementView(
  announcements: Announcements,
  one: Announcement,
  accounts: number | null,
): AnnouncementView {
  const text = textOf(one);
  const standing = announcements.standingOf(one);
  const tally = announcements.tallyOf(one);
  const last = one.versions.at(-1);
  return {
    id: one.id,
    path: `/announcements/change/${one.id}`,
    text: text.length > SHORT ? `${text.slice(0, SHORT)}…` : text,
    written: last?.when ?? one.from,
    author: last?.author ?? '',
    isDay: one.kind === 'day',
    standing: standingWords(one, standing),
    isOpen: standing === 'waits' || standing === 'active',
    delivered: deliveredWords(tally, one.ended === null ? accounts : null),
    missed: tally.missed.slice(0, NAMES),
  };
}

/** What the page of one announcement shows beside its form. */
export async function changeView(
  frame: Frame,
  one: Announcement,
): Promise<Readonly<Record<string, unknown>>> {
  const announcements = announcementsOf(frame.machine);
  const tally = announcements.tallyOf(one);
  const standing = announcements.standingOf(one);
  const isOpen = standing === 'waits' || standing === 'active';
  return {
    isOpen: isOpen && one.kind === 'day',
    text: textOf(one),
    standing: standingWords(one, standing),
    delivered: deliveredWords(tally, null),
    missed: tally.names === null || one.kind === 'once' ? tally.missed : await notYet(frame, tally.names),
    versions: [...one.versions].reverse().map(({ text, author, when }) => ({ text, author, when })),
    forgotten: one.forgotten,
  };
}

/** The first users with an account who have not got it yet. */
async function notYet({ people }: Frame, names: readonly string[]): Promise<readonly string[]> {
  const reached = new Set(names);
  const missed: string[] = [];
  const having = { module: 'jabber', field: 'account', value: 'enabled' };
  for (let page = 1; page <= PAGES && missed.length < NAMES; page += 1) {
    const found = await people.list({ having }, page);
    missed.push(...found.rows.map(({ userName }) => userName).filter((name) => !reached.has(name)));
    if (page >= found.pages) break;
  }
  return missed.slice(0, NAMES);
}

function standingWords({ from, until, withdrawn, kind }: Announcement, standing: Standing): Sentence {
  switch (standing) {
    case 'withdrawn':
      return say`Withdrawn by ${{ user: withdrawn?.who ?? '' }}, ${{ time: moment(withdrawn?.when ?? from) }}`;
    case 'waits':
      return say`Begins ${{ time: moment(from) }}`;
    case 'over':
      return say`Over`;
    case 'active':
      if (kind === 'once') return say`Not all users have it yet`;
      return until === null
        ? say`Delivered until it is withdrawn`
        : say`Delivered until ${{ time: moment(until) }}`;
  }
}

function deliveredWords({ reached, of }: Tally, accounts: number | null): Sentence {
  const all = of ?? accounts;
  return all === null
    ? say`Delivered to ${{ count: quantity(reached) }}`
    : say`Delivered to ${{ count: quantity(reached) }} of ${{ all: quantity(Math.max(all, reached)) }}`;
}
