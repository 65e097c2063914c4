import { tree, valueOf } from '../../../core/directory.js';
import type { FoundServer } from './found-server.js';
import type { Offer } from '../../../core/module/index.js';
import type { Directory, Machine } from '../../../core/ports.js';
import { readDomain, roomsHost } from '../domain.js';
import { settingsForm, type JabberSettings } from '../settings.js';
import { findServer } from './found.js';
import { promise } from './promise.js';
import { english } from '../../../core/words/english.js';

/** So many names are written out. */
const NAMES_SHOWN = 20;

/** What there is of a chat server that somebody set up by hand, and what becomes of it; null when there is none. */
export async function offer(machine: Machine): Promise<Offer<JabberSettings> | null> {
  const found = await findServer(machine);
  if (found === null) return null;
  promise(machine, found);
  const hasDirectory = await machine.files.exists(machine.lookUpSocket).catch(() => false);
  return offerOf(found, hasDirectory ? await userNames(machine.directory) : new Set());
}

/** The names of those who have a Jabber account already; none while the directory does not answer. */
async function userNames(directory: Directory): Promise<ReadonlySet<string>> {
  const names = new Set<string>();
  const request = {
    base: tree.users,
    scope: 'one',
    filter: { kind: 'present', attribute: 'jabberUid' },
    attributes: ['jabberUid'],
  } as const;
  await directory
    .each(request, (entry) => void names.add(valueOf(entry, 'jabberUid')))
    .catch(() => undefined);
  return names;
}

/** The offer for a found server. `users` are the names of those who have an account here. */
export function offerOf(found: FoundServer, users: ReadonlySet<string>): Offer<JabberSettings> {
  const domain = readDomain(found.domains[0] ?? '');
  return {
    title: 'A chat server that is already here',
    found: rowsOf(found, domain.ok ? namesWithoutUser(found, users) : []),
    notes: [...found.troubles, ...(domain.ok ? notesOf(found, domain.domain) : [impossible(found)])],
    accept: domain.ok ? 'Take over its domain, settings, contacts, messages and rooms' : null,
    settings: domain.ok
      ? {
          domain: domain.domain,
          ssl: found.ssl,
          otherServers: found.otherServers,
          muc: found.rooms !== null,
        }
      : {},
  };
}

function rowsOf(found: FoundServer, waiting: readonly string[]): Offer<JabberSettings>['found'] {
  const ssl = settingsForm.fields.find(({ name }) => name === 'ssl');
  return [
    { label: 'Configuration', value: found.folder },
    { label: 'Domain', value: found.domains.length === 0 ? 'none' : found.domains.join(', ') },
    { label: 'Encryption', value: ssl === undefined ? '' : english(ssl.describe(found.ssl)) },
    { label: 'Certificate', value: found.certificate ?? 'none' },
    { label: 'Other servers', value: found.otherServers ? 'yes' : 'no' },
    { label: 'Contacts and messages', value: storageSentence(found) },
    { label: 'Chat rooms', value: roomsSentence(found) },
    ...(waiting.length === 0 ? [] : [{ label: 'Names without a user here', value: listed(waiting) }]),
  ];
}

function storageSentence({ storage }: FoundServer): string {
  const { driver, path, content } = storage;
  const where = path === null ? `kept by its driver “${driver}”` : `in ${path} (${driver})`;
  if (content === null) return where;
  const { contacts, messages, owners } = content;
  return `${counted(contacts, 'contact')} and ${counted(messages, 'waiting message')} of ${counted(owners.length, 'name')}, ${where}`;
}

function roomsSentence({ rooms }: FoundServer): string {
  if (rooms === null) return 'none';
  return `${counted(rooms.list.length, 'permanent room')} at ${rooms.host}, in ${rooms.folder}`;
}

function notesOf(found: FoundServer, domain: string): readonly string[] {
  const { storage, rooms, domains, certificate } = found;
  return [
    'Taking it over puts its settings into Jabber Service, where you can look at them and change them before you press Save Changes. Its own files stay as they are, and a copy of them is kept in the backups.',
    storage.driver === 'sqlite'
      ? 'Contacts and messages belong to a name, and are found again by the user of that name. Passwords do not come along: add the users, or give those who are here already a Jabber account.'
      : `Contacts and messages cannot be taken over from its driver “${storage.driver}”. To keep them, leave this page, move them into a SQLite database (jabberd2’s documentation has the tables), name that one in sm.xml, and come back.`,
    ...(rooms === null || rooms.host === roomsHost(domain)
      ? []
      : [`Its rooms will be found at ${roomsHost(domain)} instead of ${rooms.host}.`]),
    ...(domains.length > 1
      ? [`Only ${domain} is served from then on. What belongs to its other domains is copied and kept.`]
      : []),
    ...(certificate === null
      ? []
      : ['Its certificate is not taken over with it: until you choose it here, a self-signed one is shown.']),
  ];
}

function impossible({ domains }: FoundServer): string {
  const [domain] = domains;
  if (domain === undefined)
    return 'It cannot be taken over, because its domain could not be read. Mend its configuration and open this page again, or go on without it: its files stay as they are.';
  const read = readDomain(domain);
  return `It cannot be taken over with the domain “${domain}”. ${english(read.ok ? '' : read.reason)} Its files stay as they are.`;
}

/** The names at the found domain for whom something is kept and who have no account here yet. */
function namesWithoutUser({ domains, storage }: FoundServer, users: ReadonlySet<string>): readonly string[] {
  const end = `@${(domains[0] ?? '').toLowerCase()}`;
  return (storage.content?.owners ?? [])
    .filter((owner) => owner.endsWith(end))
    .map((owner) => owner.slice(0, -end.length))
    .filter((name) => !users.has(name));
}

function listed(names: readonly string[]): string {
  const more = names.length - NAMES_SHOWN;
  const shown = names.slice(0, NAMES_SHOWN).join(', ');
  return `${names.length}: ${shown}${more > 0 ? ` and ${more} more` : ''}`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
