import { missedBy, reachedBy, type Announcement, type Delivered } from './announcement.js';

/** To how many an announcement was delivered. */
export interface Tally {
  readonly reached: number;
  /** Of how many; null for the message of the day, which is for everybody who signs in. */
  readonly of: number | null;
  /** Who has not got it yet, or never did: the first of them. */
  readonly missed: readonly string[];
  /** Who got it; null when it is over. */
  readonly names: readonly string[] | null;
}

export function tallyOf(announcement: Announcement, delivered: Delivered): Tally {
  const { ended, audience } = announcement;
  if (ended !== null) {
    const { reached, missed, missedCount } = ended;
    const of = audience === null ? null : reached + missedCount;
    return { reached, of, missed, names: null };
  }
  const names = reachedBy(announcement, delivered);
  return {
    reached: names.length,
    of: audience?.length ?? null,
    missed: missedBy(announcement, delivered),
    names,
  };
}
