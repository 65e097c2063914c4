/** `npm run stop`: ends the daemons of the state folder, which outlive the panel. */
import { build, installDependencies, requireNode } from './prepare.mjs';
import { fail, say } from './say.mjs';

requireNode();
installDependencies();
build();
const { readConfig } = await import('../dist/config.js');
const { lookUpAccounts } = await import('../dist/system/accounts.js');
const { createDaemons } = await import('../dist/system/s6/daemons.js');

try {
  const { state } = readConfig(process.env, process.getuid() === 0);
  const daemons = createDaemons({
    layout: { services: `${state}/services`, logs: `${state}/logs` },
    accounts: lookUpAccounts([]),
    secrets: () => Promise.resolve([]),
  });
  const stopped = await daemons.end();
  say(
    stopped.length === 0
      ? `Nothing was running for ${state}.`
      : `Stopped for ${state}: ${stopped.join(', ')}.`,
  );
} catch (error) {
  fail(error.message);
}
