import { z } from 'zod';
import { QUICK, verb } from './verb.js';

/** Secrets. */
export const secretVerbs = {
  /** One that a module declares to be the panel's own: to manage the users, or to ask a service who is there. */
  'secret.of-panel': verb(QUICK, z.strictObject({ name: z.string().min(1).max(64) }), z.string()),
};
