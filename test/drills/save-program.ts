/**
 * A panel without pages that saves once: what the drills kill. Its one argument is a {@link SaveOrder} in JSON. It
 * puts the settings into the draft, prints "ready", waits for a line, saves, prints the finished job in JSON and ends.
 */
import { once } from 'node:events';
import { z } from 'zod';
import { settingsSchema } from '../../src/core/setting-value.js';
import { modules } from '../../src/modules/index.js';
import { disconnectPanel } from '../../src/modules/jabber/index.js';
import { createPanel } from '../../src/panel.js';
import { createMachine } from '../../src/system/machine.js';
import { finishedSave } from '../helpers/enabled-panel.js';
import { readerModule } from '../helpers/reader-module.js';

const orderSchema = z.object({
  state: z.string(),
  ports: z.record(z.string(), z.number()),
  module: z.enum(['a', 'jabber']),
  settings: settingsSchema,
});

/** What is to be saved where. */
export type SaveOrder = z.infer<typeof orderSchema>;

const order = orderSchema.parse(JSON.parse(process.argv[2] ?? ''));
const machine = await createMachine({ ...order, modules });
const panel = await createPanel(machine, order.module === 'a' ? [readerModule(machine, 'a')] : modules, 0);
const { settings, version } = await panel.draft.view(order.module);
await panel.draft.apply({
  module: order.module,
  values: { ...settings, ...order.settings },
  version,
  who: 'admin',
  confirmed: true,
});
process.stdout.write('ready\n');
await once(process.stdin, 'data');
const job = await finishedSave(panel);
process.stdout.write(`${JSON.stringify(job)}\n`);
machine.close();
await disconnectPanel(machine);
process.exit();
