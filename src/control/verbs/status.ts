import { z } from 'zod';
import { sentenceOrNone, sentenceSchema } from '../../core/words/sentence-schema.js';
import { nothing, verb } from '../../core/shell/verb.js';

const daemonSchema = z.object({
  name: z.string(),
  title: sentenceSchema,
  module: sentenceSchema,
  state: z.enum(['running', 'stopped', 'crashing', 'not-answering', 'outdated', 'unmanaged', 'disabled']),
  detail: sentenceSchema,
  /** What should be done about it although it serves, or `''`. */
  advice: sentenceOrNone,
  /** Unexpected ends within the last minute. */
  crashes: z.number(),
});

const moduleSchema = z.object({
  id: z.string(),
  title: sentenceSchema,
  summary: sentenceSchema,
  /** In the draft. */
  enabled: z.boolean(),
  savedEnabled: z.boolean(),
  /** Its consent was given and carried out at some time. */
  configured: z.boolean(),
});

export type ModuleView = z.infer<typeof moduleSchema>;

const statusSchema = z.object({
  modules: z.array(moduleSchema),
  daemons: z.array(daemonSchema),
  /** How many sessions there are; null when the service cannot be asked. */
  connected: z.number().nullable(),
  /** Why it cannot be asked, or `''`. */
  connectedProblem: sentenceOrNone,
  pending: z.number(),
  isSaving: z.boolean(),
  /** That what was saved last is being watched, or `''`. */
  watching: sentenceOrNone,
  /** What a watch took back, until a later save is proved, or `''`. */
  takenBack: sentenceOrNone,
  /** That a save waits for its time, or `''`. */
  waiting: sentenceOrNone,
  /** How the last save ended that waited, or `''`. */
  waited: sentenceOrNone,
  /** What was found and done when the panel started, or `''`. */
  recovery: sentenceOrNone,
  changedByHand: z.array(z.string()),
  ports: z.record(z.string(), z.number()),
});

export type StatusView = z.infer<typeof statusSchema>;

/** What the home page says. */
export const statusVerb = verb('status', nothing, statusSchema);

export const modulesVerb = verb('modules', nothing, z.object({ modules: z.array(moduleSchema) }));
