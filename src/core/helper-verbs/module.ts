import { z } from 'zod';
import { settingsSchema as settings } from '../setting-value.js';
import { KEPT_AT_ONCE } from '../people/kept.js';
import { isUserName } from '../user-name.js';
import { sentenceSchema, valueSchema, writtenSentence } from '../words/sentence-schema.js';
import { moduleId, namedFiles, path } from './forms.js';
import { nothing, QUICK, SLOW, verb } from './verb.js';

const userName = z.string().refine(isUserName);

/** What a module is asked. */
export const moduleVerbs = {
  'module.render': verb(
    QUICK,
    z.strictObject({
      module: moduleId,
      settings,
      /** The other modules that are on: what they offer, this one may show. */
      neighbours: z.array(z.strictObject({ module: moduleId, settings })).max(20),
    }),
    z.array(z.strictObject({ path, content: z.string() })),
  ),
  /** Looks at files that this helper rendered with the daemon's own checker. */
  'module.inspect': verb(SLOW, z.strictObject({ module: moduleId, files: namedFiles }), nothing),
  'module.offer': verb(
    QUICK,
    z.strictObject({ module: moduleId }),
    z
      .strictObject({
        title: sentenceSchema,
        found: z.array(z.strictObject({ label: sentenceSchema, value: valueSchema })).readonly(),
        notes: z.array(sentenceSchema).readonly(),
        accept: sentenceSchema.nullable(),
        settings,
      })
      .nullable(),
  ),
  /** How much of what is kept for a user's name; nothing of its content. */
  'module.kept': verb(
    QUICK,
    z.strictObject({ module: moduleId, settings, userName }),
    z.strictObject({
      own: z.array(writtenSentence).readonly(),
      places: z
        .array(z.strictObject({ id: z.string(), title: writtenSentence, isOwned: z.boolean() }))
        .readonly(),
    }),
  ),
  /** Those of these names for which anything is kept. */
  'module.kept-among': verb(
    QUICK,
    z.strictObject({ module: moduleId, settings, userNames: z.array(userName).max(KEPT_AT_ONCE) }),
    z.array(z.string()).readonly(),
  ),
  /** What is kept for a user's name, with its content: a rename gives it to another name. */
  'module.records': verb(
    SLOW,
    z.strictObject({
      module: moduleId,
      settings,
      question: z.discriminatedUnion('what', [
        z.strictObject({ what: z.literal('last-seen') }),
        z.strictObject({ what: z.literal('kept'), userName }),
        z.strictObject({ what: z.literal('waiting'), userName, after: z.int().min(0) }),
      ]),
    }),
    z.array(z.record(z.string(), z.union([z.string(), z.number(), z.null()]))).readonly(),
  ),
};
