import { readConfig } from './config.js';
import { lookUpAccounts } from './system/accounts.js';
import { createDaemons } from './system/s6/daemons.js';

/** Ends the daemons of the state folder, which outlive the panel. Returns the folder and what ran there. */
export async function stopDaemons(): Promise<{
  readonly state: string;
  readonly stopped: readonly string[];
}> {
  const { state } = readConfig(process.env, process.getuid?.() === 0, []);
  const daemons = createDaemons({
    layout: { services: `${state}/services`, logs: `${state}/logs` },
    accounts: lookUpAccounts([]),
    secrets: () => Promise.resolve([]),
  });
  return { state, stopped: await daemons.end() };
}
