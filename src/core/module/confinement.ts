import type { Layout } from '../layout.js';

/** How systemd learns that the daemon of a unit serves; see `packaging/ready`. */
export type Serving =
  | { readonly by: 'socket'; readonly path: string }
  | { readonly by: 'ldap'; readonly path: string }
  /** It answers a question by UDP on the port that its configuration (named.conf(5)) says. */
  | { readonly by: 'dns'; readonly file: string }
  /** It answers an XML stream on the port that its configuration names. */
  | { readonly by: 'stream'; readonly file: string }
  /** The log of a daemon says these words, in which `{name}` is what the file names. */
  | { readonly by: 'journal'; readonly daemon: string; readonly words: string; readonly file?: string };

/** What a daemon may do beside what its command says, and how it shows that it serves. */
export interface Confinement {
  /** `none`: unix sockets only; `machine`: this machine only; `any`: every network. */
  readonly network: 'none' | 'machine' | 'any';
  /** Whether it asks the kernel for the machine's addresses (netlink(7)). */
  readonly readsAddresses: boolean;
  readonly capabilities: readonly 'CAP_NET_BIND_SERVICE'[];
  /** System calls that it needs beside the usual ones. */
  readonly systemCalls: readonly string[];
  /** The AppArmor profile that it runs under; null where no distribution confines the program. */
  readonly appArmor: string | null;
  serves(layout: Layout): Serving;
}

/** A daemon without any privilege. */
export function unprivileged(
  network: Confinement['network'],
  serves: Confinement['serves'],
  systemCalls: readonly string[] = [],
): Confinement {
  return { network, readsAddresses: false, capabilities: [], systemCalls, appArmor: null, serves };
}
