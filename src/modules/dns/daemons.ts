import type { DaemonDeclaration } from '../../core/module/index.js';
import { say, type Sentence } from '../../core/words/sentence.js';
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
  tells: tellNamed,
  disturbs: say`For a moment, machines that use this one as their DNS server find no names.`,
  disconnectsEverybody: false,
};

/** What lines of named's log say that everybody meets (lib/dns/zone.c, bin/named/server.c). */
function tellNamed(line: string): Sentence | null {
  const [, domain, serial] = /zone ([^\s/]+)\/IN: loaded serial (\d+)/.exec(line) ?? [];
  if (domain !== undefined && serial !== undefined)
    return say`The domain ${{ domain }} is served, with the serial number ${{ serial }}.`;
  if (/general: notice: running$/.test(line)) return say`The daemon is ready.`;
  return /general: notice: exiting$/.test(line) ? say`The daemon stops.` : null;
}
