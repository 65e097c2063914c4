import { layoutOf } from '../../core/layout.js';
import type { Ground, Module } from '../../core/module/index.js';
import type { Machine } from '../../core/ports.js';
import { say } from '../../core/words/sentence.js';
import { PanelError } from '../../errors.js';
import { oneself } from '../accounts.js';
import { createAuditLog } from '../audit/audit-log.js';
import { createClock } from '../clock.js';
import { createCommands } from '../commands.js';
import { createDistribution } from '../distribution/index.js';
import { exchange } from '../exchange.js';
import { resolver } from '../own-resolver.js';
import { createFiles } from '../files.js';
import { removeUnfinished } from '../folders.js';
import { createLog } from '../log.js';
import { projectRoot } from '../project-root.js';
import { directoryOf, panelDirectory } from '../panel-directory.js';
import { createNetwork } from '../network.js';
import { createRenderer } from '../render.js';
import { createStore } from '../store.js';
import { helpedCertificates } from './certificates.js';
import { helpedConfiguration } from './configuration.js';
import { helpedDaemons } from './daemons.js';
import { HelperLink } from './helper-link.js';
import { helpedModules } from './modules.js';
import { helpedSecrets } from './secrets.js';

/** What a helped machine is made for. */
export interface HelpedMachineOptions {
  /** Path of the helper's socket. */
  readonly helper: string;
  /** Absolute path of the state folder, which is the helper's, but for the panel's own folder in it. */
  readonly state: string;
  /** Who keeps the directory, and which secrets are the panel's own. */
  readonly modules: readonly Ground[];
  /** How much of the helper's time limits is granted, 1 in service. */
  readonly patience?: number;
}

/** A machine and its modules for a panel without any privilege. */
export interface HelpedMachine extends Machine {
  /** The modules, their work on the machine done by the helper. */
  modules(modules: readonly Module[]): readonly Module[];
  /** Closes the panel's connections. The daemons run on. */
  close(): void;
}

/**
 * The machine as a panel without any privilege has it: what needs root is asked of the helper, the rest (the network,
 * the directory, its own documents) it does itself, with the rights of its own account.
 * @throws PanelError `helper-unavailable`; `host-unsuitable` when helper and panel work on different folders
 */
export async function createHelpedMachine(options: HelpedMachineOptions): Promise<HelpedMachine> {
  const { state, modules } = options;
  const helper = new HelperLink(options.helper, options.patience);
  const told = await helper.ask('hello', {});
  if (told.state !== state) {
    throw new PanelError('host-unsuitable', {
      reason: say`The panel uses ${{ folder: state }}, and its helper uses ${{ other: told.state }}. Set EBOX_STATE_DIR to the same folder for both.`,
    });
  }
  const ports = { ...told.ports };
  const layout = layoutOf(state, ports, told.node);
  await removeUnfinished(layout.panel, 0);

  const accounts = { separate: false, of: oneself, known: () => [] };
  const files = createFiles(accounts);
  const commands = createCommands(accounts);
  const log = createLog();
  const secrets = helpedSecrets(
    helper,
    modules.flatMap(({ panelSecrets }) => panelSecrets),
  );
  const directory = panelDirectory({ modules, layout, secret: (name) => secrets.named(name), log });
  return {
    layout,
    files,
    configuration: helpedConfiguration(helper),
    daemons: helpedDaemons(helper),
    directory,
    lookUpSocket: directoryOf(modules).lookUpSocket(layout),
    commands,
    network: {
      ...createNetwork(),
      // Whose process it is only root may know.
      listeners: (port, protocol = 'tcp') => helper.ask('port.listeners', { port, protocol }),
    },
    exchange,
    resolver,
    renderer: createRenderer(projectRoot),
    secrets,
    certificates: helpedCertificates(helper),
    store: createStore(layout.panel),
    // What the operating system runs is turned off by a step of enabling, which the helper does.
    distribution: createDistribution({ commands, files, modules: [], state, isRoot: false, root: '' }),
    audit: createAuditLog(layout.panel),
    clock: createClock(),
    log,
    chosenPorts: {
      moveOn: () => Promise.reject(new Error('only the helper chooses ports')),
    },
    modules: (all) =>
      helpedModules(helper, all, async () => {
        Object.assign(ports, (await helper.ask('hello', {})).ports);
      }),
    close() {
      directory.close();
      helper.close();
    },
  };
}
