import { z } from 'zod';
import type { Choices } from '../../../core/draft.js';
import type { Decisions } from '../../../core/drift.js';
import { settingsSchema } from '../../../core/setting-value.js';
import { sentenceSchema, sentenceOrNone } from '../../../core/words/sentence-schema.js';
import type { Sentence } from '../../../core/words/sentence.js';

/** What was previewed, and what an administrator agreed to. */
export interface Agreed {
  /** The saved settings at that time. */
  readonly before: Choices;
  /** What is to be saved: the draft at that time. */
  readonly choices: Choices;
  readonly decisions: Decisions;
  /** Files that were changed by hand: path → what they were; see `SavePreview.handEdits`. */
  readonly handEdits: Readonly<Record<string, string>>;
  /** What lives outside the draft; see `DraftSettings.watchedTexts`. */
  readonly watched: Readonly<Record<string, string>>;
  /** Whom the save disturbs. */
  readonly disturbs: readonly Sentence[];
}

/** A save that an administrator agreed to, and that waits for its time. Times are ISO 8601. */
export interface WaitingSave {
  readonly id: string;
  readonly agreed: Agreed;
  readonly who: Sentence;
  readonly agreedAt: string;
  /** What its time was chosen by: so many minutes after users were told, or the quiet time. */
  readonly by: 'minutes' | 'quiet-time';
  /** Minutes between what users are told and the save. */
  readonly lead: number;
  readonly runAt: string;
  /** When it is too late. */
  readonly until: string;
  /** When users were told; null: not yet. */
  readonly told: string | null;
  /** The number that it has among the saves once it is proved; null until it begins. */
  readonly begun: number | null;
}

/** How a save that waited ended. */
export interface EndedWait {
  readonly outcome: (typeof outcomes)[number];
  /** Why, or `''`. */
  readonly reason: Sentence | '';
  /** Who had agreed to it, or `''` where that is not known. */
  readonly who: Sentence | '';
  /** ISO 8601. */
  readonly when: string;
}

const outcomes = [
  'saved',
  'failed',
  'interrupted',
  'changed',
  'refused',
  'missed',
  'overtaken',
  'called-off',
  'unknown',
] as const;

const choicesSchema = z.record(z.string(), z.object({ enabled: z.boolean(), settings: settingsSchema }));
const iso = z.iso.datetime();

const waitingSchema = z.object({
  id: z.string(),
  agreed: z.object({
    before: choicesSchema,
    choices: choicesSchema,
    decisions: z.record(z.string(), z.enum(['keep', 'overwrite'])),
    handEdits: z.record(z.string(), z.string()),
    watched: z.record(z.string(), z.string()),
    disturbs: z.array(sentenceSchema),
  }),
  who: sentenceSchema,
  agreedAt: iso,
  by: z.enum(['minutes', 'quiet-time']),
  lead: z.int(),
  runAt: iso,
  until: iso,
  told: iso.nullable(),
  begun: z.int().nullable(),
});

const endedSchema = z.object({
  outcome: z.enum(outcomes),
  reason: sentenceOrNone,
  who: sentenceOrNone,
  when: iso,
});

/** What is kept on disk. */
export const keptSchema = z.object({ waiting: waitingSchema.nullable(), ended: endedSchema.nullable() });
