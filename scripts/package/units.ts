import { layoutOf } from '../../src/core/layout.js';
import type { Confinement, Module, Serving } from '../../src/core/module/index.js';
import type { DaemonCommand, Renderer } from '../../src/core/ports.js';
import { english } from '../../src/core/words/english.js';

/** The state folder of the package. */
const STATE = '/var/lib/ebox-jabber';

/** Where the package puts `packaging/ready`. */
const READY = '/usr/lib/ebox-jabber/ready';

/** The panel's own account. */
const PANEL = { user: 'ebox-jabber', writes: ['panel'] } as const;

/** Arguments of `packaging/ready`, which waits until the daemon serves. `+` runs it as root, since it reads the journal. */
function readyCommand(serving: Serving): string {
  const words = (...said: readonly string[]): string => commandLine([READY, serving.by, ...said]);
  switch (serving.by) {
    case 'socket':
    case 'ldap':
      return words(serving.path);
    case 'dns':
    case 'stream':
      return words(serving.file);
    case 'journal': {
      const file = serving.file === undefined ? [] : [serving.file];
      return `+${words(unitOf(serving.daemon), serving.words, ...file)}`;
    }
  }
}

const unitOf = (daemon: string): string => `ebox-jabber-${daemon}.service`;

/** A unit file. */
export interface Unit {
  readonly name: string;
  readonly content: string;
}

/** The unit of every daemon of every module, each beginning after those that are declared before it. */
export async function daemonUnits(modules: readonly Module[], renderer: Renderer): Promise<readonly Unit[]> {
  const ports = modules.flatMap((module) => [
    ...module.ports.flatMap((one) => one.ports),
    ...module.chosenPorts,
  ]);
  const usual = Object.fromEntries(ports.map((one) => [one.name, one.usual]));
  const layout = layoutOf(STATE, usual, '/usr/bin/node');
  const before: string[] = ['network.target'];
  const units: Unit[] = [];
  for (const module of modules) {
    for (const daemon of module.daemons) {
      const command = daemon.command({ layout });
      const account = module.accounts.find(({ name }) => name === command.account) ?? PANEL;
      const content = await renderer.render('systemd/daemon.service.ejs', 'text', {
        ...valuesOf(command, account, daemon.confinement),
        ready: readyCommand(daemon.confinement.serves(layout)),
        title: english(daemon.title),
        module: english(module.title),
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
  { user, writes }: { readonly user: string; readonly writes: readonly string[] },
  { network, readsAddresses, capabilities, systemCalls, appArmor }: Confinement,
): Record<string, unknown> {
  return {
    name: command.name,
    state: STATE,
    user,
    command: commandLine(command.argv),
    environment: Object.entries({ LANG: 'C.UTF-8', ...command.environment }),
    stopSeconds: command.stopSeconds,
    openFiles: command.openFiles ?? 1024,
    writes: writes.map((path) => `${STATE}/${path}`),
    // node compiles JavaScript into memory that it then runs.
    compilesAsItRuns: command.argv[0] === '/usr/bin/node',
    network,
    calls: systemCalls.join(' '),
    capabilities: capabilities.join(' '),
    appArmor: appArmor ?? '',
    families: `${network === 'none' ? 'AF_UNIX' : 'AF_UNIX AF_INET AF_INET6'}${readsAddresses ? ' AF_NETLINK' : ''}`,
  };
}

/** Words as systemd.service(5) reads them: `%` and `$` stand for themselves when doubled. */
export function commandLine(argv: readonly string[]): string {
  return argv
    .map((word) => word.replaceAll('%', '%%').replaceAll('$', '$$$$'))
    .map((word) => (/^[\w./:%$=+@-]+$/.test(word) ? word : `"${word.replace(/["\\]/g, '\\$&')}"`))
    .join(' ');
}
