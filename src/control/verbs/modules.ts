import { z } from 'zod';
import { changeSchema, verb } from '../../core/shell/verb.js';

/** Turns a module on, with all that it depends on. */
export const enableVerb = verb(
  'modules/enable',
  z.strictObject({
    name: z.string(),
    /** Whether what the consent page shows is accepted. */
    yes: z.boolean(),
    /** Whether what is already on the machine is taken over. */
    takeOver: z.boolean(),
  }),
  changeSchema.extend({ modules: z.array(z.string()) }),
);

/** Turns a module off at the next save, with all that depends on it. */
export const disableVerb = verb(
  'modules/disable',
  z.strictObject({ name: z.string(), yes: z.boolean() }),
  changeSchema.extend({ modules: z.array(z.string()) }),
);

/** Stops and starts one daemon. */
export const restartVerb = verb(
  'daemons/restart',
  z.strictObject({ name: z.string(), yes: z.boolean() }),
  changeSchema,
);
