import { unprivileged } from '../../src/core/module/index.js';

/** What daemons of tests may do, which systemd never runs. */
export const harmless = unprivileged('none', () => ({ by: 'socket', path: '/nowhere' }));
