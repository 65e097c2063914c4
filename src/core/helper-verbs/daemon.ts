import { z } from 'zod';
import { writtenSentence } from '../words/sentence-schema.js';
import { nothing, QUICK, SLOW, verb } from './verb.js';

const daemonName = z.string().min(1).max(64);

/** The daemons that modules declare. */
export const daemonVerbs = {
  'daemon.declare': verb(SLOW, z.strictObject({ names: z.array(daemonName).max(100) }), nothing),
  'daemon.start': verb(SLOW, z.strictObject({ name: daemonName }), nothing),
  'daemon.stop': verb(SLOW, z.strictObject({ name: daemonName }), nothing),
  'daemon.hang-up': verb(QUICK, z.strictObject({ name: daemonName }), nothing),
  'daemon.state': verb(
    QUICK,
    z.strictObject({ name: daemonName }),
    z.strictObject({
      up: z.boolean(),
      pid: z.int(),
      wanted: z.boolean(),
      seconds: z.number(),
      recentCrashes: z.int(),
      crashes: z.int(),
      lastEnd: writtenSentence.nullable(),
      argv: z.array(z.string()).readonly(),
    }),
  ),
  'daemon.replaced': verb(QUICK, z.strictObject({ name: daemonName }), z.array(z.string()).readonly()),
  'daemon.last-lines': verb(
    QUICK,
    z.strictObject({ name: daemonName, count: z.int().min(0).max(10_000) }),
    z.array(z.string()),
  ),
};
