import { defineModule } from '../../core/module/index.js';
import { say, verbatim } from '../../core/words/sentence.js';
import { named } from './daemons.js';
import { doctor } from './doctor/index.js';
import { domainFinder } from './domain-finder.js';
import { enableSteps } from './enable-steps.js';
import type { DnsSettings } from './domain-row.js';
import { gatherFacts, type DnsFacts } from './facts.js';
import { files } from './files.js';
import { inspect } from './inspect.js';
import { keptNotes } from './kept-notes.js';
import { manual } from './manual.js';
import { ACCOUNT } from './paths.js';
import { probes } from './probes.js';
import { question } from './question.js';
import { settingsForm } from './settings.js';

/** The DNS server: BIND, for the domains of a school or a company. */
export const dns = defineModule<DnsSettings, DnsFacts>({
  id: 'dns',
  title: verbatim('DNS'),
  summary: say`Answers DNS queries for your own domains and, if you choose, for all other names.`,
  dependsOn: [],
  appliesAtOnce: false,
  page: {
    path: '/dns',
    label: say`DNS`,
    intro: say`The machines of your network find each other and your services by name.`,
  },
  accounts: [{ name: ACCOUNT, user: 'bind', package: 'bind9', writes: ['data/dns', 'run/dns'] }],
  ports: [
    {
      variable: 'EBOX_DNS_PORT',
      form: say`a port`,
      ports: [{ name: 'dns', usual: 53, withoutRoot: 1053 }],
    },
  ],
  packages: [
    { name: 'bind9', what: say`the DNS server`, relation: 'suggests' },
    { name: 'bind9-utils', what: say`the checker of the DNS server’s files`, relation: 'suggests' },
  ],
  settings: settingsForm,
  manual,
  enableSteps,
  preparations: [],
  gather: gatherFacts,
  files,
  daemons: [named],
  inspect,
  question,
  probes,
  zones: {
    label: say`Add to DNS`,
    holds: ({ domains }, name) => domainFinder(domains)(name) !== null,
    whenHeld: (name) =>
      say`The module DNS answers for ${{ domain: name }}. Other machines find it when they use this machine as their DNS server, or when your own DNS server asks it about the domain.`,
    addPath: (name, addresses) =>
      `/dns/domains/add?${new URLSearchParams({ name, addresses: addresses.join(', ') }).toString()}`,
  },
  doctor,
  rowNotes: (asked, field, rowId) => (field === 'domains' ? keptNotes(asked, rowId) : []),
});
