import { z } from 'zod';
import { QUICK, verb } from './verb.js';

/** Secrets. */
export const secretVerbs = {
  /** The two secrets that the panel itself needs: to manage the users, and to ask the chat server who is there. */
  'secret.of-panel': verb(
    QUICK,
    z.strictObject({ name: z.enum(['directory-panel', 'router-panel']) }),
    z.string(),
  ),
};
