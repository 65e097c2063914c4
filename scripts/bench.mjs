/** `npm run bench`: installs and builds what is missing, then measures what docs/performance.md speaks of. */
import { build, installDependencies, requireNode } from './prepare.mjs';
import { satisfyRequirements } from './requirements.mjs';

requireNode();
await satisfyRequirements({ tests: false, benches: true });
installDependencies();
build();
// In this process, so that Ctrl-C reaches it: it ends the daemons that it started.
const { register } = await import('tsx/esm/api');
register();
await import('../bench/main.ts');
