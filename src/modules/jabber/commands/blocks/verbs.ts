import { z } from 'zod';
import { changeSchema, nothing, verb } from '../../../../core/shell/verb.js';

/** The addresses that are blocked. */
export const blocksVerb = verb(
  'blocks',
  nothing,
  z.object({
    isActive: z.boolean(),
    blocks: z.array(z.object({ address: z.string(), since: z.string(), until: z.string(), who: z.string() })),
  }),
);

/** Blocks an address for some time. */
export const blockVerb = verb(
  'blocks/add',
  z.strictObject({ address: z.string(), time: z.string(), yes: z.boolean() }),
  changeSchema,
);

/** Lets an address connect again. */
export const unblockVerb = verb('blocks/remove', z.strictObject({ address: z.string() }), changeSchema);
