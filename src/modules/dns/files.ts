import type { FileDeclaration } from '../../core/module/index.js';
import { say } from '../../core/words/sentence.js';
import type { DnsFacts } from './facts.js';
import type { DnsSettings } from './domain-row.js';
import { namedConfValues } from './named-conf.js';
import { ACCOUNT, CONFIGURATION, placesOf } from './paths.js';

/** What named reads. It takes new versions without losing a question. */
export const files: readonly FileDeclaration<DnsSettings, DnsFacts>[] = [
  {
    path: `${CONFIGURATION}/named.conf`,
    why: say`Lists the domains, who may look up other names, and who may copy the zones.`,
    readableBy: ACCOUNT,
    readBy: ['named'],
    takes: 'reload',
    content: ({ settings, machine }) => ({
      template: 'bind/named.conf.ejs',
      format: 'bind',
      values: namedConfValues(settings, placesOf(machine.layout)),
    }),
  },
  {
    path: `${CONFIGURATION}/zones/*.zone`,
    why: say`One file for each domain, with its addresses, hosts and services.`,
    readableBy: ACCOUNT,
    readBy: ['named'],
    takes: 'reload',
    contents: ({ facts }) => new Map([...facts.zones].map(([zone, text]) => [zone, { text }])),
  },
];
