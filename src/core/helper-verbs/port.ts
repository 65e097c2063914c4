import { z } from 'zod';
import { port } from './forms.js';
import { QUICK, verb } from './verb.js';

/** The ports that are in use. */
export const portVerbs = {
  /** Only of the ports that the layout names. */
  'port.listeners': verb(
    QUICK,
    z.strictObject({ port, protocol: z.enum(['tcp', 'udp']) }),
    z.array(z.strictObject({ on: z.enum(['loopback', 'all', 'one']), program: z.string(), pid: z.int() })),
  ),
};
