import type { ModuleDoctor } from '../../../core/module/index.js';
import { say } from '../../../core/words/sentence.js';
import type { DnsSettings } from '../domain-row.js';
import { appArmorCheck } from './apparmor.js';
import { domainsCheck } from './domains.js';
import { livePorts } from './live-ports.js';
import { resolverCheck } from './resolver.js';
import { serverCheck } from './server.js';

/** What may be wrong with the DNS server, beside its daemon and port. */
export const doctor: ModuleDoctor<DnsSettings> = {
  checks: [serverCheck, domainsCheck, resolverCheck, appArmorCheck],
  rivals: [
    {
      program: 'named',
      kind: say`DNS server`,
      stop: say`Another DNS server is installed on this machine. Stop and disable it. If it is Debian’s, run: "systemctl disable --now named.service".`,
      // It may be intended, with the panel's own at another port or not used at all.
      whenOpen: null,
    },
  ],
  livePorts,
};
