import { readFile } from 'node:fs/promises';
import { Socket } from 'node:net';
import { parseArgs } from 'node:util';
import { readConfig } from './config.js';
import type { Module } from './core/module/index.js';
import type { Daemons, Machine } from './core/ports.js';
import { createRegistry } from './core/registry.js';
import type { Secret } from './core/secret.js';
import { converse } from './helper/conversation.js';
import { createHandlers } from './helper/handlers/index.js';
import { lookUpAccounts, userNamed } from './system/accounts.js';
import { ofTheList } from './system/certificates/consent.js';
import { createDaemons } from './system/s6/daemons.js';
import { createSystemdDaemons } from './system/systemd/daemons.js';
import { clearHelperFolders, handOver } from './system/hand-over.js';
import { createLog } from './system/log.js';
import { createMachineWith } from './system/machine.js';
import { settleIn } from './system/moved-state.js';
import { becomeSoleHelper } from './system/sole-helper.js';

/**
 * The panel's helper: root, one process a connection, which is its standard input (a unix socket that systemd accepted).
 * Serves until the connection ends; what it is at then ends with it, as with any crash.
 *
 * Arguments: `--peer INSTANCE`, systemd's `%i` of an accepted unix socket, whose last part is the peer's uid
 * (systemd.socket(5), SO_PEERCRED); `--panel-user NAME`, the only account that is served.
 * @param declared whose accounts and ports there are
 * @param modulesOf the modules whose declarations say what may be done
 */
export async function runHelper(
  declared: readonly Module[],
  modulesOf: (machine: Machine) => readonly Module[] = () => declared,
): Promise<void> {
  const { values } = parseArgs({
    options: { peer: { type: 'string' }, 'panel-user': { type: 'string', default: 'ebox-jabber' } },
  });
  const log = createLog((line) => process.stderr.write(line));
  const panel = userNamed(values['panel-user'], await readFile('/etc/passwd', 'utf8'));
  if (uidOf(values.peer) !== panel.uid) {
    log.error(`refused: a peer that is not the user "${panel.name}"`);
    return;
  }
  const accounts = declared.flatMap((module) => module.accounts);
  const { state, ports, supervisor, allowedCertificates } = readConfig(
    process.env,
    true,
    declared.flatMap((module) => module.ports),
  );
  const documents = `${state}/helper`;
  await becomeSoleHelper(documents);
  await settleIn(state, lookUpAccounts(accounts, panel.gid), panel, log);
  await handOver({ panel: `${state}/panel`, helper: documents, to: panel });
  const machine = await createMachineWith<Daemons>(
    supervisor === 'systemd' ? createSystemdDaemons : createDaemons,
    {
      state,
      ports,
      modules: declared,
      documents,
      panelGroup: panel.gid,
      consent: ofTheList(allowedCertificates, log),
    },
  );
  await clearHelperFolders(state);
  const secrets = (): Promise<ReadonlyMap<string, Secret>> => machine.secrets.byName();
  const handlers = createHandlers({ machine, registry: createRegistry(modulesOf(machine)), secrets });
  await converse(new Socket({ fd: 0 }), { handlers, secrets: () => machine.secrets.all(), log });
  process.exit();
}

/** The last part of an instance's name: `3-4711-998` is uid 998. */
function uidOf(instance: string | undefined): number | null {
  const [, digits] = /^\d+-\d+-(\d+)$/.exec(instance ?? '') ?? [];
  return digits === undefined ? null : Number(digits);
}
