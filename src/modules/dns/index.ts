import { defineModule } from '../../core/module/index.js';
import { named } from './daemons.js';
import { enableSteps } from './enable-steps.js';
import { gatherFacts } from './facts.js';
import { files } from './files.js';
import { inspect } from './inspect.js';
import { ACCOUNT } from './paths.js';
import { probes } from './probes.js';
import { settingsForm } from './settings.js';

/** The DNS server: BIND, for the domains of a school or a company. */
export const dns = defineModule({
  id: 'dns',
  title: 'DNS',
  summary: 'Answers questions about the names of your own domains, and if you want about all others.',
  dependsOn: [],
  appliesAtOnce: false,
  page: {
    path: '/dns',
    label: 'DNS',
    intro: 'The machines of your network find each other, and your services, by name.',
  },
  accounts: [{ name: ACCOUNT, user: 'bind', package: 'bind9', writes: ['data/dns', 'run/dns'] }],
  ports: [{ name: 'dns', variable: 'EBOX_DNS_PORT', usual: 53, withoutRoot: 1053 }],
  settings: settingsForm,
  enableSteps,
  preparations: [],
  gather: gatherFacts,
  files,
  daemons: [named],
  inspect,
  probes,
});
