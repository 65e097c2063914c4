import { portOf, type Layout } from '../../core/layout.js';
import type { ChosenPortDeclaration, PortsDeclaration } from '../../core/module/index.js';
import { say } from '../../core/words/sentence.js';

/** Those that clients and other servers connect to. */
export const openPorts: PortsDeclaration = {
  variable: 'EBOX_CHAT_PORTS',
  form: say`three different ports (clients, clients with direct TLS, servers)`,
  ports: [
    { name: 'client', usual: 5222 },
    { name: 'clientTls', usual: 5223 },
    { name: 'server', usual: 5269 },
  ],
};

/** The port that the parts of jabberd2 meet at; the usual one is that of its own configuration. */
export const routerPort: ChosenPortDeclaration = {
  name: 'router',
  usual: 5347,
  whose: say`jabberd2’s router`,
};

/** The chat server's ports. */
export interface JabberPorts {
  readonly client: number;
  readonly clientTls: number;
  readonly server: number;
  readonly router: number;
}

/** The ports as they are now: before the first save the router may get another one. */
export function portsOf(layout: Pick<Layout, 'ports'>): JabberPorts {
  return {
    client: portOf(layout, 'client'),
    clientTls: portOf(layout, 'clientTls'),
    server: portOf(layout, 'server'),
    router: portOf(layout, routerPort.name),
  };
}
