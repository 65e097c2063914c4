import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createMachine, type SupervisedMachine } from '../../src/system/machine.js';
import { createStore } from '../../src/system/store.js';
import type { CleanUp } from './clean-up.js';
import { freePort } from './ports.js';

/** A real machine in a temporary state folder with ports of its own. After the test its daemons and files are gone. */
export async function temporaryMachine(context: CleanUp): Promise<SupervisedMachine> {
  const state = await mkdtemp(join('/tmp', 'ebox-test-'));
  await chmod(state, 0o755);
  // Left to itself, a machine takes the usual port when nobody listens there, which two at once can find.
  await mkdir(join(state, 'panel'), { mode: 0o700 });
  await createStore(join(state, 'panel'))
    .document('ports')
    .write({ router: await freePort() });
  const machine = await createMachine({
    state,
    chatPorts: { client: await freePort(), clientTls: await freePort(), server: await freePort() },
  });
  context.after(async () => {
    machine.close();
    await machine.daemons.end();
    await rm(state, { recursive: true, force: true });
  });
  return machine;
}
