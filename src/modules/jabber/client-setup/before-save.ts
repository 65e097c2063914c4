import type { BeforeSave } from '../../../core/module/index.js';
import type { Machine } from '../../../core/ports.js';
import { many, quantity, say, type Sentence } from '../../../core/words/sentence.js';
import { livePorts } from '../doctor/live-ports.js';
import { portsOf } from '../ports.js';
import type { JabberSettings } from '../settings.js';
import { countAccounts } from './accounts.js';
import { outdatedBy, type Outdated } from './outdated.js';

/** Where users are told what to change. */
export const TELL = '/jabber/tell-users';

/** What a save makes wrong in the clients of users. */
export interface OutdatedClients {
  readonly changes: readonly Outdated[];
  /** How many users may chat. */
  readonly users: number;
}

/** What the next save makes wrong in the clients of users; the ports are those that the client connections were last given. */
export async function outdatedClients(
  machine: Machine,
  active: JabberSettings,
  wanted: JabberSettings,
): Promise<OutdatedClients> {
  const { client, clientTls } = portsOf(machine.layout);
  const live = new Map((await machine.configuration.live()).map(({ path, written }) => [path, written]));
  const given = await livePorts((path) => Promise.resolve(live.get(path) ?? ''));
  const before = { port: given['client'] ?? client, tlsPort: given['clientTls'] ?? clientTls };
  const changes = outdatedBy({ ...active, ...before }, { ...wanted, port: client, tlsPort: clientTls });
  return { changes, users: changes.length === 0 ? 0 : await countAccounts(machine.directory) };
}

/** For the page Save Changes. */
export async function beforeSave(
  machine: Machine,
  active: JabberSettings,
  wanted: JabberSettings,
): Promise<BeforeSave | null> {
  const outdated = await outdatedClients(machine, active, wanted);
  if (outdated.changes.length === 0 || outdated.users === 0) return null;
  return {
    sentences: sentencesOf(outdated),
    remedy: { label: say`Tell the users who are connected`, path: TELL },
  };
}

/** Whose clients get out of date, and how. */
export function sentencesOf({ changes, users }: OutdatedClients): readonly Sentence[] {
  const count = changes.some(({ isOfAll }) => isOfAll)
    ? many(
        users,
        say`The client set-up of one user gets out of date.`,
        say`The client set-up of ${{ count: quantity(users) }} users gets out of date.`,
      )
    : many(
        users,
        say`The client set-up of at most one user gets out of date.`,
        say`The client set-up of at most ${{ count: quantity(users) }} users gets out of date.`,
      );
  return [count, ...changes.map(({ sentence }) => sentence)];
}
