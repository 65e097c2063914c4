import { layoutOf, type Account, type Layout } from '../../src/core/layout.js';
import type { Module } from '../../src/core/module/index.js';
import type { DaemonCommand, Renderer } from '../../src/core/ports.js';

/** The state folder of the package. */
const STATE = '/var/lib/ebox-jabber';

/** Where the package puts `packaging/ready`. */
const READY = '/usr/lib/ebox-jabber/ready';

/** Who runs a daemon, and the folders below the state folder that it writes to. */
const accounts: Readonly<Record<Account, { readonly user: string; readonly writes: readonly string[] }>> = {
  panel: { user: 'ebox-jabber', writes: ['panel'] },
  chat: { user: 'jabber', writes: ['data/chat', 'run/chat'] },
  directory: { user: 'openldap', writes: ['data/directory', 'run/directory', 'run/directory-chat'] },
};

/** What a daemon needs that its declaration does not say, since no other supervisor asks for it. */
interface Nature {
  /** `none`: unix sockets only; `machine`: this machine only; `any`: whoever connects. */
  readonly network: 'none' | 'machine' | 'any';
  /** Arguments of `packaging/ready`, which waits until it serves. `+` runs it as root, since it reads the journal. */
  readonly ready: readonly string[];
  readonly asRoot?: boolean;
  /** System calls that it needs beside the usual ones. */
  readonly calls?: string;
}

/** A daemon that is not here gets `any`, and counts as serving as soon as it runs. */
function natures(layout: Layout): Readonly<Record<string, Nature>> {
  const configuration = `${layout.live}/jabberd2`;
  const stream = (file: string): readonly string[] => ['stream', `${configuration}/${file}`];
  const journal = (unit: string, ...rest: readonly string[]): readonly string[] => [
    'journal',
    unitOf(unit),
    ...rest,
  ];
  return {
    slapd: { network: 'none', ready: ['ldap', layout.directorySocket] },
    'sign-in': { network: 'none', ready: ['socket', layout.signInSocket] },
    router: { network: 'machine', ready: stream('router.xml') },
    sm: { network: 'machine', ready: journal('sm', 'sm ready for sessions'), asRoot: true },
    c2s: { network: 'any', ready: stream('c2s.xml') },
    guard: { network: 'none', ready: ['socket', `${layout.run}/chat/guard-health`], calls: 'pidfd_getfd' },
    s2s: { network: 'any', ready: stream('s2s.xml') },
    muc: {
      network: 'machine',
      ready: journal('router', '[{name}] online', `${configuration}/muc.xml`),
      asRoot: true,
    },
  };
}

const unitOf = (daemon: string): string => `ebox-jabber-${daemon}.service`;

/** A unit file. */
export interface Unit {
  readonly name: string;
  readonly content: string;
}

/** The unit of every daemon of every module, each beginning after those that are declared before it. */
export async function daemonUnits(modules: readonly Module[], renderer: Renderer): Promise<readonly Unit[]> {
  const ports = { client: 5222, clientTls: 5223, server: 5269, router: 5347 };
  const layout = layoutOf(STATE, ports, '/usr/bin/node');
  const before: string[] = ['network.target'];
  const units: Unit[] = [];
  for (const module of modules) {
    for (const daemon of module.daemons) {
      const command = daemon.command({ layout });
      const nature = natures(layout)[daemon.name] ?? { network: 'any', ready: [] };
      const content = await renderer.render('systemd/daemon.service.ejs', 'text', {
        ...valuesOf(command, nature),
        title: daemon.title,
        module: module.title,
        after: [...before],
      });
      units.push({ name: unitOf(daemon.name), content });
      before.push(unitOf(daemon.name));
    }
  }
  return units;
}

function valuesOf(
  command: DaemonCommand,
  { network, ready, asRoot = false, calls = '' }: Nature,
): Record<string, unknown> {
  const { user, writes } = accounts[command.account];
  return {
    name: command.name,
    state: STATE,
    user,
    command: commandLine(command.argv),
    environment: Object.entries({ LANG: 'C.UTF-8', ...command.environment }),
    ready: ready.length === 0 ? '' : `${asRoot ? '+' : ''}${commandLine([READY, ...ready])}`,
    stopSeconds: command.stopSeconds,
    openFiles: command.openFiles ?? 1024,
    writes: writes.map((path) => `${STATE}/${path}`),
    // node compiles JavaScript into memory that it then runs.
    compilesAsItRuns: command.argv[0] === '/usr/bin/node',
    network,
    calls,
    families: network === 'none' ? 'AF_UNIX' : 'AF_UNIX AF_INET AF_INET6',
  };
}

/** Words as systemd.service(5) reads them: `%` and `$` stand for themselves when doubled. */
export function commandLine(argv: readonly string[]): string {
  return argv
    .map((word) => word.replaceAll('%', '%%').replaceAll('$', '$$$$'))
    .map((word) => (/^[\w./:%$=+@-]+$/.test(word) ? word : `"${word.replace(/["\\]/g, '\\$&')}"`))
    .join(' ');
}
