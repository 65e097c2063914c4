/**
 * A panel without pages that renames a user: what the drill kills. Its one argument is a {@link RenameOrder} in JSON. It
 * kills itself before the change of that number that it would make: of its documents, of the directory, of what it sends to the
 * chat server. When it comes to the end, it prints how many changes it made.
 */
import { z } from 'zod';
import type { Connection, Document, Machine } from '../../src/core/ports.js';
import { modules } from '../../src/modules/index.js';
import { disconnectPanel } from '../../src/modules/jabber/index.js';
import { createPanel } from '../../src/panel.js';
import { createMachine } from '../../src/system/machine.js';

const orderSchema = z.object({
  state: z.string(),
  ports: z.record(z.string(), z.number()),
  from: z.string(),
  to: z.string(),
  killAt: z.number(),
});

/** Who is renamed where, and when it ends. */
export type RenameOrder = z.input<typeof orderSchema>;

const order = orderSchema.parse(JSON.parse(process.argv[2] ?? ''));
const real = await createMachine({ ...order, modules });
let changes = -Infinity;

/** Ends the process as by a loss of power, when it is time. */
function change(): void {
  changes += 1;
  if (changes === order.killAt) process.kill(process.pid, 'SIGKILL');
}

const countedDocument = (document: Document): Document => ({
  read: () => document.read(),
  write: (content) => {
    change();
    return document.write(content);
  },
});
const countedConnection = (connection: Connection): Connection => ({
  send: (text) => {
    change();
    return connection.send(text);
  },
  receive: (...wanted) => connection.receive(...wanted),
  startTls: (...wanted) => connection.startTls(...wanted),
  close: () => connection.close(),
});
const { directory, network, store } = real;
const machine: Machine = {
  ...real,
  store: { document: (name) => countedDocument(store.document(name)) },
  network: { ...network, connect: async (...where) => countedConnection(await network.connect(...where)) },
  directory: {
    ...directory,
    modify: (...what) => {
      change();
      return directory.modify(...what);
    },
    rename: (...what) => {
      change();
      return directory.rename(...what);
    },
  },
};
const panel = await createPanel(machine, modules, 0);
const user = await panel.users.find(order.from);
// The connection to the chat server is there: from now on everything is counted.
await panel.names.renaming(order.from);
changes = 0;
await panel.renaming.start(user, order.to, new Date().toISOString(), () => Promise.resolve());
process.stdout.write(`${String(changes)}\n`);
await disconnectPanel(machine);
real.close();
process.exit();
