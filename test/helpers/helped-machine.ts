import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { lookUpAccounts } from './accounts.js';
import { userNamed } from '../../src/system/accounts.js';
import { createDaemons } from '../../src/system/s6/daemons.js';
import { createHelpedMachine, type HelpedMachine } from '../../src/system/helped/machine.js';
import type { CleanUp } from './clean-up.js';
import { removeAllowedList, startHelperSocket, type HelperSocket } from './helper-socket.js';
import { freePort, reserveRouterPort } from './ports.js';
import { modules } from '../../src/modules/index.js';

/** Two folders below the root, as `src/system/` is: from there the helper finds the templates. */
const built = (name: string): string =>
  fileURLToPath(new URL(`../../dist/drills/${name}.js`, import.meta.url));

/** Builds a helper as one file, so that it starts quickly. Returns node's arguments that run it. */
export async function buildHelper(source: string, name: string): Promise<readonly string[]> {
  await build({
    entryPoints: [fileURLToPath(new URL(`../../${source}`, import.meta.url))],
    outfile: built(name),
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    logLevel: 'warning',
  });
  return [built(name)];
}

/** A machine behind a helper of its own, and the socket that stands in for systemd. */
export interface HelpedTestMachine {
  readonly machine: HelpedMachine;
  readonly socket: HelperSocket;
}

/**
 * A machine whose root work a helper does, in a temporary state folder with ports of its own; the panel's side is this
 * process. After the test its helper, daemons and files are gone.
 * @param program of {@link buildHelper}
 * @param patience how much of the verbs' time limits is granted
 */
export async function temporaryHelpedMachine(
  context: CleanUp,
  program: readonly string[],
  patience = 1,
): Promise<HelpedTestMachine> {
  const state = await mkdtemp('/tmp/ebox-helped-');
  await chmod(state, 0o755);
  await reserveRouterPort(state);
  context.after(async () => {
    const layout = { services: `${state}/services`, logs: `${state}/logs` };
    const secrets = (): Promise<readonly []> => Promise.resolve([]);
    await createDaemons({ layout, accounts: await lookUpAccounts(), secrets }).end();
    await rm(state, { recursive: true, force: true });
    await rm(`${state}.helper`, { force: true });
    await removeAllowedList(state);
  });
  const socket = await startHelperSocket(context, {
    state,
    program,
    panel: userNamed('nobody', await readFile('/etc/passwd', 'utf8')),
    ports: { client: await freePort(), clientTls: await freePort(), server: await freePort() },
  });
  const machine = await createHelpedMachine({ helper: socket.path, state, patience, modules });
  context.after(() => machine.close());
  return { machine, socket };
}
