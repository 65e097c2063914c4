/** `npm start`: installs and builds what is missing, then becomes the panel. A second start changes nothing. */
import { build, installDependencies, requireNode } from './prepare.mjs';
import { satisfyRequirements } from './requirements.mjs';

requireNode();
await satisfyRequirements({ tests: false });
installDependencies();
build();
await import('../dist/main.js');
