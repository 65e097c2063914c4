import type { DaemonDeclaration } from '../../core/module/index.js';
import { say } from '../../core/words/sentence.js';
import { ask } from './client.js';
import { explainNamed } from './debians-profile.js';
import type { DnsSettings } from './domain-row.js';
import { ACCOUNT, dnsPort, placesOf } from './paths.js';

/** Seconds that an answer may take. */
const SECONDS = 2;

/** The DNS server: BIND. */
export const named: DaemonDeclaration<DnsSettings> = {
  name: 'named',
  title: say`DNS server (named)`,
  command: ({ layout }) => ({
    argv: ['/usr/sbin/named', '-f', '-c', placesOf(layout).configuration],
    account: ACCOUNT,
    stopSeconds: 10,
  }),
  confinement: {
    network: 'any',
    readsAddresses: true,
    capabilities: ['CAP_NET_BIND_SERVICE'],
    systemCalls: [],
    appArmor: 'ebox-jabber-named',
    serves: (layout) => ({ by: 'dns', file: placesOf(layout).configuration }),
  },
  wanted: () => true,
  ports: (layout) => [
    { port: dnsPort(layout), openTo: 'network', alsoUdp: true, beside: ['systemd-resolve'] },
  ],
  // Any answer will do, a refusal too: whether the domains are right, the probes say.
  async answers({ exchange, layout }) {
    const server = { address: '127.0.0.1', port: dnsPort(layout) };
    await ask(exchange, server, { name: 'localhost', type: 'A' }, { tcp: false, seconds: SECONDS });
  },
  explains: explainNamed,
  disturbs: say`For a moment, machines that use this one as their DNS server find no names.`,
  disconnectsEverybody: false,
};
