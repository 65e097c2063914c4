import { layoutOf, type Ports } from '../core/layout.js';
import type { Ground } from '../core/module/index.js';
import type { Daemons, Log, Machine } from '../core/ports.js';
import { lookUpAccounts } from './accounts.js';
import { createAuditLog } from './audit/audit-log.js';
import { createCertificates } from './certificates/certificates.js';
import { withoutHelper, type CertificateConsent } from './certificates/consent.js';
import { withChosenPorts } from './chosen-ports.js';
import { createClock } from './clock.js';
import { createCommands } from './commands.js';
import { createConfiguration } from './configuration.js';
import { createDaemons, type DaemonsOptions, type SupervisedDaemons } from './s6/daemons.js';
import type { SystemdDaemonsOptions } from './systemd/daemons.js';
import { createDistribution } from './distribution/index.js';
import { exchange } from './exchange.js';
import { resolver } from './own-resolver.js';
import { createFiles } from './files.js';
import { createLog } from './log.js';
import { createNetwork } from './network.js';
import { settleIn } from './moved-state.js';
import { nodeForDaemons } from './node-program.js';
import { directoryOf, panelDirectory } from './panel-directory.js';
import { projectRoot } from './project-root.js';
import { createRenderer } from './render.js';
import { createSecrets, type NamedSecrets } from './secrets.js';
import { createStore } from './store.js';

/** What a machine is made for. */
export interface MachineOptions {
  /** Absolute path of the state folder. */
  readonly state: string;
  /** All but those that are chosen here. */
  readonly ports: Ports;
  /** Whose accounts, folders and ports there are, and what of the operating system's own may be touched. */
  readonly modules: readonly Ground[];
  /** A folder that stands for `/` where what the operating system runs is looked for: '' but in tests. */
  readonly distributionRoot?: string;
  /** The folder of the documents, `panel` in the state folder when it is not said. */
  readonly documents?: string;
  /** Which certificates may be read; whatever this process may read itself when it is left out. */
  readonly consent?: CertificateConsent;
  /** The group of a panel that is not root. */
  readonly panelGroup?: number;
  /** The panel's own log; standard output when it is left out. */
  readonly log?: Log;
}

/** The real machine: everything is below the state folder. */
export interface OwnMachine<D extends Daemons> extends Machine {
  readonly daemons: D;
  readonly secrets: NamedSecrets;
  /** Closes the panel's connections. The daemons run on. */
  close(): void;
}

const accountsOf = (modules: readonly Ground[]): Ground['accounts'] =>
  modules.flatMap(({ accounts }) => accounts);

/** A machine whose daemons run under s6. */
export type SupervisedMachine = OwnMachine<SupervisedDaemons>;

/** The machine with its daemons under s6. See {@link createMachineWith}. */
export async function createMachine(options: MachineOptions): Promise<SupervisedMachine> {
  const { state, log = createLog() } = options;
  await settleIn(state, lookUpAccounts(accountsOf(options.modules)), null, log);
  return createMachineWith(createDaemons, options);
}

/**
 * Makes the state folder if there is none, and the ports on it.
 * @param daemonsOf makes the daemons' port: that of s6 or of systemd
 * @throws PanelError `host-unsuitable` when the daemons' accounts cannot reach the state folder
 */
export async function createMachineWith<D extends Daemons>(
  daemonsOf: (options: DaemonsOptions & SystemdDaemonsOptions) => D,
  {
    state,
    ports: given,
    modules,
    distributionRoot = '',
    documents = `${state}/panel`,
    consent = withoutHelper,
    panelGroup,
    log = createLog(),
  }: MachineOptions,
): Promise<OwnMachine<D>> {
  const accounts = lookUpAccounts(accountsOf(modules), panelGroup);
  const files = createFiles(accounts);
  const store = createStore(documents);
  await files.makeFolder(state, 'panel', 0o755);
  await files.makeFolder(documents, 'panel', 0o700);
  const chosen = modules.flatMap((module) => module.chosenPorts);
  const { ports, chosenPorts } = await withChosenPorts(store, given, chosen);
  const layout = layoutOf(state, ports, await nodeForDaemons(state, accounts));
  await makeFolders({ layout, files }, modules);

  const clock = createClock();
  const commands = createCommands(accounts);
  const secrets = createSecrets(store);
  const directory = panelDirectory({ modules, layout, secret: (name) => secrets.named(name), log });
  return {
    layout,
    files,
    configuration: createConfiguration(layout, accounts),
    daemons: daemonsOf({ layout, accounts, secrets: () => secrets.all() }),
    directory,
    lookUpSocket: directoryOf(modules).lookUpSocket(layout),
    commands,
    network: createNetwork(),
    exchange,
    resolver,
    chosenPorts,
    renderer: createRenderer(projectRoot),
    secrets,
    certificates: createCertificates({ layout, files, commands, clock, consent }),
    store,
    distribution: createDistribution({
      commands,
      files,
      modules,
      state,
      isRoot: accounts.separate,
      root: distributionRoot,
    }),
    audit: createAuditLog(documents),
    clock,
    log,
    close: () => directory.close(),
  };
}

/**
 * Makes the folders below the state folder, those of the modules among them. The folder in which a unix socket lies
 * decides who may open it: guesses at passwords, and connections that fill a socket, come from nobody else.
 */
export async function makeFolders(
  machine: Pick<Machine, 'layout' | 'files'>,
  modules: readonly Pick<Ground, 'folders'>[],
): Promise<void> {
  const { layout, files } = machine;
  await files.makeFolder(layout.configuration, 'panel', 0o711);
  await files.makeFolder(`${layout.state}/data`, 'panel', 0o711);
  await files.makeFolder(layout.run, 'panel', 0o711);
  for (const folder of modules.flatMap(({ folders }) => folders)) {
    const mode = (await folder.olderMode?.(machine)) ?? folder.mode;
    await files.makeFolder(`${layout.state}/${folder.path}`, folder.owner, mode, folder.group);
  }
  await files.makeFolder(layout.logs, 'panel', 0o700);
  await files.makeFolder(layout.services, 'panel', 0o700);
  await files.makeFolder(layout.backups, 'panel', 0o700);
}
