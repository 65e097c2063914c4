import type { Chapter } from '../../core/module/index.js';
import { say } from '../../core/words/sentence.js';

/** What the manual says of the DNS server. */
export const manual: readonly Chapter[] = [
  {
    id: 'dns',
    title: say`Names: the DNS server`,
    about: ['/dns'],
    parts: [
      {
        heading: '',
        paragraphs: [
          say`The module DNS answers for your own domains. Add a domain with the addresses of this machine, then the hosts and records that belong to it.`,
          say`Other machines find the names when they use this machine as their DNS server, or when your own DNS server asks it about the domain.`,
          say`If the domain of a service is missing, the page of the service offers to add it, with the right records.`,
          say`Changes become active with “Save Changes”.`,
        ],
      },
    ],
  },
];
