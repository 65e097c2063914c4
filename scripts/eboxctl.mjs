/** `npm run eboxctl -- COMMAND`: the panel's powers in the shell. */
import { build, installDependencies, requireNode } from './prepare.mjs';

requireNode();
installDependencies();
build();
await import('../dist/eboxctl-main.js');
