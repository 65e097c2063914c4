/** `npm run admin-password`: sets a new password of the panel's administrator, which is asked for. */
import { build, installDependencies, requireNode } from './prepare.mjs';

requireNode();
installDependencies();
build();
await import('../dist/admin-password-main.js');
