import { z } from 'zod';
import { MOST_FILES, namedFiles, none, path } from './forms.js';
import { nothing, QUICK, SLOW, verb } from './verb.js';

const generation = z.int().min(0);

/** The generations of the rendered configuration. */
export const configurationVerbs = {
  'configuration.live-number': verb(QUICK, none, generation),
  /** `written` is null where it is the same as `content`. */
  'configuration.live': verb(
    QUICK,
    none,
    z.array(
      z.strictObject({
        path,
        content: z.string().nullable(),
        written: z.string().nullable(),
        hasDrifted: z.boolean(),
        access: z
          .strictObject({
            readableBy: z.array(z.string()).readonly(),
            executable: z.boolean(),
          })
          .optional(),
      }),
    ),
  ),
  /** Only what this helper rendered or found live, named by the digest of the masked text, and at its own path. */
  'configuration.write': verb(SLOW, namedFiles, generation),
  'configuration.activate': verb(QUICK, z.strictObject({ generation }), nothing),
  'configuration.restore': verb(QUICK, z.strictObject({ generation }), nothing),
  'configuration.set-aside': verb(
    QUICK,
    z.strictObject({ paths: z.array(path).max(MOST_FILES) }),
    z.string(),
  ),
  'configuration.prune': verb(QUICK, z.strictObject({ keep: z.array(generation).max(100) }), nothing),
};
