import type { Filter } from '../../core/directory.js';
import { tree } from '../../core/directory.js';
import type { Asked } from '../../core/module/index.js';
import type { Directory } from '../../core/ports.js';
import type { Secret } from '../../core/secret.js';
import { sourceOf } from './certificate.js';
import { chatNameAttributes, chatNameOf } from './chat-name.js';
import { moduleFolder } from './paths.js';
import type { JabberSettings } from './settings.js';
import { PANEL_SECRET } from './panel.js';

/** What the files need to know beside the settings. */
export interface JabberFacts {
  /** The folder of jabberd2's modules. */
  readonly modules: string;
  /** The address that client and server ports listen on: `::` (which takes IPv4 too) or `0.0.0.0`. */
  readonly listenOn: '::' | '0.0.0.0';
  /** The router's password of each of its users, and the secret of XEP-0114 components (mu-conference). */
  readonly secrets: Readonly<Record<RouterUser | 'component', Secret>>;
  /** Chain and key in PEM, or null while the domain has none: it is made before the settings are saved. */
  readonly certificate: string | null;
  /** The same for the panel's own HTTPS; null where the panel is not to have it. */
  readonly panelCertificate: string | null;
  /** Bare JIDs, sorted. */
  readonly administrators: readonly string[];
}

/** Who connects to the router with a password of its own. */
export type RouterUser = 'sm' | 'c2s' | 's2s' | 'panel';

/**
 * Characters of the secret of XEP-0114 components. mu-conference computes a wrong SHA-1 of more than 55 bytes, and 40 of
 * them are the router's stream id: with a longer secret it is never let in (tried with 0.8 on 64 bit).
 */
const COMPONENT_SECRET = 15;

/** Gathers the facts; the certificate is that of the settings' domain. */
export async function gatherFacts({ machine, settings }: Asked<JabberSettings>): Promise<JabberFacts> {
  const secret = (name: string): Promise<Secret> => machine.secrets.named(name);
  const names = await administratorNames(machine.directory);
  return {
    modules: await moduleFolder(machine.files),
    listenOn: machine.network.ownAddresses().some((address) => address.includes(':')) ? '::' : '0.0.0.0',
    secrets: {
      sm: await secret('router-sm'),
      c2s: await secret('router-c2s'),
      s2s: await secret('router-s2s'),
      panel: await secret(PANEL_SECRET),
      component: await machine.secrets.named('router-component', COMPONENT_SECRET),
    },
    certificate: await machine.certificates.read(sourceOf(settings), 'daemons'),
    panelCertificate: settings.certificateForPanel
      ? await machine.certificates.read(sourceOf(settings), 'panel')
      : null,
    administrators: names.map((name) => `${name}@${settings.domain}`),
  };
}

/** The watched value with the names of the accounts with administration rights. */
export const ADMINISTRATORS = 'administrators';

/** What it says when there is none. */
const NOBODY = '(nobody)';

/** The watched value of these names: two equal texts mean "no change". */
export function textOfNames(names: readonly string[]): string {
  return names.length === 0 ? NOBODY : names.join(', ');
}

/** The names that a watched value has. A name that a JID can have has no comma. */
export function namesIn(text: string): readonly string[] {
  return text === '' || text === NOBODY ? [] : text.split(', ');
}

/** Entries whose owner has a Jabber account with administration rights. */
const WITH_RIGHTS: Filter = {
  kind: 'and',
  of: [
    { kind: 'equals', attribute: 'jabberAdmin', value: 'TRUE' },
    { kind: 'equals', attribute: 'objectClass', value: 'userJabberAccount' },
  ],
};

/** Whether the user has administration rights now. Throws PanelErrors of the directory. */
export async function isAdministrator(directory: Directory, userName: string): Promise<boolean> {
  const found = await directory.search({
    base: tree.users,
    scope: 'sub',
    filter: { kind: 'and', of: [WITH_RIGHTS, { kind: 'equals', attribute: 'uid', value: userName }] },
    attributes: chatNameAttributes,
  });
  return found.entries.some((entry) => chatNameOf(entry) === userName);
}

/**
 * The names of the accounts with administration rights, sorted. A name that a JID cannot have is left out: a malformed
 * one ends sm when it starts.
 * @throws PanelErrors of the directory
 */
export async function administratorNames(directory: Directory): Promise<readonly string[]> {
  const found = await directory.search({
    base: tree.users,
    scope: 'sub',
    filter: WITH_RIGHTS,
    attributes: chatNameAttributes,
  });
  return found.entries
    .map(chatNameOf)
    .filter((name) => name !== null)
    .sort();
}
