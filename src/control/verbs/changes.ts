import { z } from 'zod';
import { sentenceOrNone, sentenceSchema } from '../../core/words/sentence-schema.js';
import { changeSchema, nothing, verb } from '../../core/shell/verb.js';

const pendingSchema = z.object({
  module: z.string(),
  moduleTitle: sentenceSchema,
  label: sentenceSchema,
  before: sentenceSchema,
  after: sentenceSchema,
  when: z.string().nullable(),
  who: sentenceSchema.nullable(),
  discardable: z.boolean(),
  note: sentenceOrNone,
});

const failureSchema = z.object({
  step: sentenceSchema,
  reason: sentenceSchema,
  lastWords: z.array(z.object({ daemon: z.string(), lines: z.array(z.string()) })),
  takenBack: sentenceOrNone,
  serviceDown: z.boolean(),
});

const jobSchema = z.object({
  id: z.string(),
  title: sentenceSchema,
  who: sentenceSchema,
  startedAt: z.string(),
  steps: z.array(
    z.object({
      sentence: sentenceSchema,
      status: z.enum(['waiting', 'running', 'done', 'failed', 'skipped']),
    }),
  ),
  outcome: z.enum(['running', 'done', 'failed']),
  result: sentenceOrNone,
  failure: failureSchema.nullable(),
});

export type JobView = z.infer<typeof jobSchema>;

/** What the next save would apply, and whom it would disturb. */
export const pendingVerb = verb(
  'pending',
  nothing,
  z.object({
    pending: z.array(pendingSchema),
    disturbs: z.array(sentenceSchema),
    connected: z.number().nullable(),
    /** Files that were changed by hand, on which somebody must decide. */
    undecided: z.array(z.string()),
  }),
);

/** Which files a save would write, and how they differ from the active ones. */
export const diffVerb = verb(
  'diff',
  nothing,
  z.object({
    files: z.array(
      z.object({
        path: z.string(),
        kind: z.enum(['new', 'changed', 'removed']),
        /** A unified diff, secrets redacted. */
        patch: z.string(),
      }),
    ),
    /** Files that were changed by hand, on which somebody must decide. */
    handEdits: z.array(
      z.object({
        path: z.string(),
        /** False when only overwriting it is possible. */
        canKeep: z.boolean(),
        /** What is wrong with what was written by hand, or ''. */
        problem: sentenceOrNone,
        /** From what the panel would write to what lies there, as a unified diff, secrets redacted. */
        patch: z.string(),
      }),
    ),
    undecided: z.array(z.string()),
  }),
);

/** Begins a save. */
export const saveVerb = verb(
  'save',
  z.strictObject({
    yes: z.boolean(),
    /** Path of a file that was changed by hand → what is to become of it. */
    decisions: z.record(z.string(), z.enum(['keep', 'overwrite'])),
  }),
  changeSchema,
);

/** Lets the pending changes wait for their time. */
export const saveLaterVerb = verb(
  'save-later',
  z.strictObject({
    yes: z.boolean(),
    decisions: z.record(z.string(), z.enum(['keep', 'overwrite'])),
    when: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('quiet-time') }),
      z.strictObject({ kind: z.literal('minutes'), minutes: z.int() }),
    ]),
  }),
  changeSchema,
);

/** Calls off the save that waits. */
export const callOffVerb = verb('call-off', nothing, changeSchema);

/** The running save, or the last one. It is answered line by line with every change, until the save is over. */
export const jobVerb = verb('job', nothing, jobSchema);

/**
 * How the watch over what a job saved ended; it is answered only then.
 * @returns why it was taken back, and what else was; null when it was watched to its end
 */
export const watchVerb = verb(
  'watch',
  z.strictObject({ job: z.string() }),
  z.object({ takenBack: z.object({ sentence: sentenceSchema, failure: failureSchema }).nullable() }),
);

export const discardVerb = verb('discard', nothing, changeSchema);
