import { z } from 'zod';
import type { Clock } from '../../../core/ports.js';

const time = z.iso.datetime();

/** One text of an announcement: what was written first, and each time that it was changed. */
const versionSchema = z.strictObject({ text: z.string(), author: z.string(), when: time });

export const announcementSchema = z.strictObject({
  id: z.string(),
  /** For the users who were connected when it was sent, or the message of the day. */
  kind: z.enum(['once', 'day']),
  /** The latest is the last. */
  versions: z.array(versionSchema).min(1).readonly(),
  /** How many versions there were before these: a long history loses its beginning. */
  forgotten: z.int().min(0),
  /** From when until when it is delivered; null until: without an end. */
  from: time,
  until: time.nullable(),
  /** User names; null for everybody who signs in. */
  audience: z.array(z.string()).readonly().nullable(),
  withdrawn: z.strictObject({ who: z.string(), when: time }).nullable(),
  /** What came of it in the end; null while it is delivered, or waits for its time. */
  ended: z
    .strictObject({
      reached: z.int().min(0),
      missedCount: z.int().min(0),
      /** The first of those. */
      missed: z.array(z.string()).readonly(),
    })
    .nullable(),
});

/** A message from the administrators to many, and what became of it. */
export type Announcement = z.infer<typeof announcementSchema>;

/** User name → the latest version that was delivered. */
export type Delivered = ReadonlyMap<string, number>;

/** Characters of a text at most. */
export const LONGEST_TEXT = 4000;
/** Users who were not reached and are remembered by name, when it is over. */
const MISSED_NAMES = 20;

/** How far an announcement is. */
export type Standing = 'waits' | 'active' | 'over' | 'withdrawn';

export function standingOf(announcement: Announcement, clock: Pick<Clock, 'now'>): Standing {
  if (announcement.withdrawn !== null) return 'withdrawn';
  if (announcement.ended !== null) return 'over';
  const now = clock.now().toISOString();
  if (now < announcement.from) return 'waits';
  return announcement.until !== null && now >= announcement.until ? 'over' : 'active';
}

/** The number of the latest version, from 1. */
export function versionOf({ versions, forgotten }: Announcement): number {
  return forgotten + versions.length;
}

/** What it says now. */
export function textOf({ versions }: Announcement): string {
  return versions.at(-1)?.text ?? '';
}

/** The user names that the latest version reached. */
export function reachedBy(announcement: Announcement, delivered: Delivered): readonly string[] {
  const version = versionOf(announcement);
  return [...delivered].flatMap(([userName, latest]) => (latest === version ? [userName] : []));
}

/** The user names of its audience that the latest version has not reached. */
export function missedBy(announcement: Announcement, delivered: Delivered): readonly string[] {
  const version = versionOf(announcement);
  return (announcement.audience ?? []).filter((userName) => delivered.get(userName) !== version);
}

/** The same with what came of it: nothing is delivered any more. */
export function endedAs(announcement: Announcement, delivered: Delivered): Announcement {
  const missed = missedBy(announcement, delivered);
  return {
    ...announcement,
    audience: announcement.audience === null ? null : [],
    ended: {
      reached: reachedBy(announcement, delivered).length,
      missedCount: missed.length,
      missed: missed.slice(0, MISSED_NAMES),
    },
  };
}
