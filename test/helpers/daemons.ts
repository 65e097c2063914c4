import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import type { TestContext } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import type { Account } from '../../src/core/layout.js';
import type { DaemonCommand, ProcessState } from '../../src/core/ports.js';
import type { Secret } from '../../src/core/secret.js';
import { lookUpAccounts } from './accounts.js';
import { createDaemons, type SupervisedDaemons } from '../../src/system/s6/daemons.js';

/** A supervisor in a state folder of its own. */
export interface TestDaemons extends SupervisedDaemons {
  readonly state: SupervisedDaemons['state'];
  readonly folder: string;
  readonly layout: { readonly services: string; readonly logs: string };
}

/** Daemons in a temporary state folder. After the test all of them and s6 are ended, and the folder is gone. */
export async function temporaryDaemons(
  context: TestContext,
  secrets: readonly Secret[] = [],
): Promise<TestDaemons> {
  const folder = await mkdtemp('/tmp/ebox-test-');
  await chmod(folder, 0o755);
  const layout = { services: `${folder}/services`, logs: `${folder}/logs` };
  const daemons = createDaemons({
    layout,
    accounts: await lookUpAccounts(),
    secrets: () => Promise.resolve(secrets),
  });
  context.after(async () => {
    await daemons.end();
    await rm(folder, { recursive: true });
  });
  return { ...daemons, folder, layout };
}

/** A daemon that is one line of shell. */
export function shellDaemon(name: string, script: string, more: Partial<DaemonCommand> = {}): DaemonCommand {
  const account: Account = 'chat';
  return { name, argv: ['/bin/sh', '-c', script], account, stopSeconds: 5, ...more };
}

/** Waits until a daemon's state is as wanted. Throws after 20 s with what it was. */
export async function stateBecomes(
  daemons: SupervisedDaemons,
  name: string,
  wanted: (state: ProcessState) => boolean,
): Promise<ProcessState> {
  for (const end = Date.now() + 20_000; ;) {
    const state = await daemons.state(name);
    if (wanted(state)) return state;
    if (Date.now() > end) throw new Error(`${name} did not get there: ${JSON.stringify(state)}`);
    await setTimeout(10);
  }
}

/** Waits until `look` gives something else than null. Throws after 20 s. */
export async function comes<T>(look: () => Promise<T | null>): Promise<T> {
  for (const end = Date.now() + 20_000; ;) {
    const found = await look();
    if (found !== null) return found;
    if (Date.now() > end) throw new Error('it did not come');
    await setTimeout(10);
  }
}

/**
 * Another process with the daemons of this state folder, like a panel: it runs `script`, which sees `daemons` and
 * `shellDaemon`, prints "ready", and then hangs until it is killed.
 */
export async function startPanel(layout: TestDaemons['layout'], script: string): Promise<ChildProcess> {
  const panel = spawn(
    '/bin/bash',
    [
      // As from a shell that leaves one more file open.
      ...['-c', 'exec 30>&1; exec "$0" "$@"', process.execPath],
      ...['--import', import.meta.resolve('tsx'), '--input-type=module', '-e'],
      `const { createDaemons } = await import('${import.meta.resolve('../../src/system/s6/daemons.ts')}');
       const { lookUpAccounts } = await import('${import.meta.resolve('./accounts.ts')}');
       const { shellDaemon } = await import('${import.meta.url}');
       const accounts = await lookUpAccounts();
       const daemons = createDaemons({ layout: ${JSON.stringify(layout)}, accounts, secrets: async () => [] });
       ${script}
       process.stdout.write('ready');
       setInterval(() => {}, 1000);`,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  await Promise.race([
    once(panel.stdout, 'data'),
    once(panel, 'exit').then(() => Promise.reject(new Error('the panel ended'))),
  ]);
  return panel;
}
