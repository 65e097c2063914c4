import type { ModuleDoctor } from '../../../core/module/index.js';
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
      kind: 'DNS server',
      stop: 'Another DNS server was on this machine before. Stop it and keep it from starting, Debian’s with "systemctl disable --now named.service".',
      // Somebody may well want it, and the panel's at another port or not at all.
      whenOpen: null,
    },
  ],
  livePorts,
};
