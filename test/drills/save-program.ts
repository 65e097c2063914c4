/**
 * A panel without pages that saves once, or turns modules on: what the drills kill. Its one argument is a
 * {@link SaveOrder} in JSON. It puts the settings into the draft, prints "ready", waits for a line, does it, prints the
 * finished job in JSON, waits for the end of the watch, prints "watched" or "taken back", and ends.
 */
import { once } from 'node:events';
import { z } from 'zod';
import type { Job } from '../../src/core/progress.js';
import { settingsSchema } from '../../src/core/setting-value.js';
import { inEnglish } from '../helpers/in-english.js';
import { reasonOf } from '../../src/errors.js';
import { modules } from '../../src/modules/index.js';
import { disconnectPanel } from '../../src/modules/jabber/index.js';
import { createPanel } from '../../src/panel.js';
import { createMachine } from '../../src/system/machine.js';
import { finishedSave, watchedToTheEnd } from '../helpers/enabled-panel.js';
import { readerModule } from '../helpers/reader-module.js';

const orderSchema = z.object({
  state: z.string(),
  ports: z.record(z.string(), z.number()),
  /** Module id → what is changed of its settings. With `a` there is no module but the reader module of this name. */
  settings: z.record(z.string(), settingsSchema),
  /** The modules to turn on instead of saving. */
  enable: z.array(z.string()).default([]),
  /** How long what was saved is watched. */
  watchSeconds: z.number().default(0),
});

/** What is to be done where. */
export type SaveOrder = z.input<typeof orderSchema>;

const order = orderSchema.parse(JSON.parse(process.argv[2] ?? ''));
const machine = await createMachine({ ...order, modules });
const panel = await createPanel(
  machine,
  'a' in order.settings ? [readerModule(machine, 'a')] : modules,
  order.watchSeconds,
);
for (const [module, changed] of Object.entries(order.settings)) {
  const { settings, version } = await panel.draft.view(module);
  const values = { ...settings, ...changed };
  const outcome = await panel.draft.apply({ module, values, version, who: 'admin' });
  if (outcome.kind !== 'applied') throw new Error(JSON.stringify(outcome));
}
process.stdout.write('ready\n');
await once(process.stdin, 'data');
const job = order.enable.length === 0 ? await finishedSave(panel) : await enableAll();
process.stdout.write(`${JSON.stringify(inEnglish(job))}\n`);
process.stdout.write((await watchedToTheEnd(panel)) === null ? 'watched\n' : 'taken back\n');
machine.close();
await disconnectPanel(machine);
process.exit();

async function enableAll(): Promise<Pick<Job, 'outcome' | 'failure'>> {
  try {
    for (const id of order.enable) await panel.modules.enable(id, 'admin');
    return { outcome: 'done', failure: null };
  } catch (error) {
    process.stderr.write(`${reasonOf(error)}\n`);
    return { outcome: 'failed', failure: null };
  }
}
