/** `npm run test:system`, as root: the package on a Debian 12 and a Debian 13, each booted in a folder. */
import { readdirSync } from 'node:fs';
import { installDependencies, requireNode, root, run } from './prepare.mjs';
import { satisfyRequirements } from './requirements.mjs';
import { fail } from './say.mjs';

requireNode();
if (process.getuid() !== 0) fail('Only root can boot a Debian in a folder: sudo npm run test:system');
await satisfyRequirements({ tests: true, boots: true });
installDependencies();
// One after the other: the boxes share this machine's ports.
const tests = readdirSync(`${root}/test-system`)
  .filter((name) => name.endsWith('.test.ts'))
  .map((name) => `${root}/test-system/${name}`);
run(
  [
    process.execPath,
    ...['--import', 'tsx', '--test', '--test-concurrency=1', '--test-reporter=spec', ...tests],
  ],
  'The package does not do on a whole system what it promises; what is wrong is above.',
);
