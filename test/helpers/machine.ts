import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { modules } from '../../src/modules/index.js';
import { createLog } from '../../src/system/log.js';
import { createMachine, type SupervisedMachine } from '../../src/system/machine.js';
import type { CleanUp } from './clean-up.js';
import { judgeLogs } from './log-rule.js';
import { freePort, reserveRouterPort } from './ports.js';

/**
 * A real machine in a temporary state folder with ports of its own. After the test its daemons and files are gone, and
 * the test fails when a log has a line that nobody expected.
 * @param distributionRoot stands for `/` where what the operating system runs is looked for
 */
export async function temporaryMachine(
  context: CleanUp,
  distributionRoot = '/nowhere',
): Promise<SupervisedMachine> {
  const state = await mkdtemp(join('/tmp', 'ebox-test-'));
  await chmod(state, 0o755);
  await reserveRouterPort(state);
  const said: string[] = [];
  const machine = await createMachine({
    state,
    log: createLog((line) => said.push(line.trimEnd())),
    modules,
    ports: {
      client: await freePort(),
      clientTls: await freePort(),
      server: await freePort(),
      dns: await freePort(),
    },
    distributionRoot,
  });
  context.after(async () => {
    // Work in the background may still ask what is being ended.
    const panel = [...said];
    machine.close();
    await machine.daemons.end();
    const judged = context.judgesLogs === false ? Promise.resolve() : judgeLogs(machine.layout.logs, panel);
    await judged.finally(() => rm(state, { recursive: true, force: true }));
  });
  return machine;
}
