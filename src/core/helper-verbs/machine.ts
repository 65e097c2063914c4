import { z } from 'zod';
import { none, port } from './forms.js';
import { QUICK, verb } from './verb.js';

/** What is asked about the machine itself. */
export const machineVerbs = {
  /** What the machine is set up for. The first thing that is asked on a connection. */
  hello: verb(
    QUICK,
    none,
    z.strictObject({
      state: z.string(),
      node: z.string(),
      ports: z.record(z.string(), port),
    }),
  ),
};
