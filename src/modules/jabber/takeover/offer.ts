import { tree, valueOf } from '../../../core/directory.js';
import type { FoundServer } from './found-server.js';
import type { Offer } from '../../../core/module/index.js';
import type { Directory, Machine } from '../../../core/ports.js';
import { readDomain, roomsHost } from '../domain.js';
import { settingsForm, type JabberSettings } from '../settings.js';
import { findServer } from './found.js';
import { promise } from './promise.js';
import { allOf, many, passage, quantity, say, sayOf, type Sentence } from '../../../core/words/sentence.js';

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
    title: say`Existing chat server`,
    found: rowsOf(found, domain.ok ? namesWithoutUser(found, users) : []),
    notes: [...found.troubles, ...(domain.ok ? notesOf(found, domain.domain) : [impossible(found)])],
    accept: domain.ok ? say`Take over its domain, settings, contacts, messages and rooms` : null,
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
    { label: say`Configuration`, value: found.folder },
    {
      label: say`Domain`,
      value: found.domains.length === 0 ? sayOf('a domain')`None` : allOf(found.domains),
    },
    { label: say`Encryption`, value: ssl === undefined ? '' : ssl.describe(found.ssl) },
    { label: say`Certificate`, value: found.certificate ?? sayOf('a certificate')`None` },
    { label: say`Other servers`, value: found.otherServers ? say`yes` : say`no` },
    { label: say`Contacts and messages`, value: storageSentence(found) },
    { label: say`Chat rooms`, value: roomsSentence(found) },
    ...(waiting.length === 0 ? [] : [{ label: say`Names without a user here`, value: listed(waiting) }]),
  ];
}

function storageSentence({ storage: { driver, path, content } }: FoundServer): Sentence {
  if (path === null) return say`Kept by the driver “${{ driver }}”`;
  if (content === null) return say`In ${{ file: path }} (${{ driver }})`;
  const counts = {
    contacts: quantity(content.contacts),
    messages: quantity(content.messages),
    users: quantity(content.owners.length),
  };
  return say`Contacts: ${{ contacts: counts.contacts }}. Waiting messages: ${{ messages: counts.messages }}. Users: ${{ users: counts.users }}. Database: ${{ file: path }} (${{ driver }}).`;
}

function roomsSentence({ rooms }: FoundServer): Sentence {
  if (rooms === null) return sayOf('chat rooms')`None`;
  const { list, host, folder } = rooms;
  return many(
    list.length,
    say`One permanent room at ${{ host }}, in ${{ folder }}`,
    say`${{ count: quantity(list.length) }} permanent rooms at ${{ host }}, in ${{ folder }}`,
  );
}

function notesOf(found: FoundServer, domain: string): readonly Sentence[] {
  const { storage, rooms, domains, certificate } = found;
  return [
    say`The panel copies its settings into the settings of Jabber Service. You can change them there before you press Save Changes. The files of that server are not changed, and the panel keeps a copy of them in the backups.`,
    storage.driver === 'sqlite'
      ? say`Contacts and messages belong to a user name. The user with that name gets them. Passwords are not copied: add the users, or give existing users a Jabber account.`
      : say`Contacts and messages cannot be taken over from the driver “${{ driver: storage.driver }}”. To keep them, leave this page, move them into a SQLite database (jabberd2’s documentation describes the tables), set that database in sm.xml, and open this page again.`,
    ...(rooms === null || rooms.host === roomsHost(domain)
      ? []
      : [
          say`The address of its rooms changes from ${{ before: rooms.host }} to ${{ after: roomsHost(domain) }}.`,
        ]),
    ...(domains.length > 1
      ? [
          say`From then on, only ${{ domain }} is served. The panel copies and keeps the data of the other domains.`,
        ]
      : []),
    ...(certificate === null
      ? []
      : [
          say`Its certificate is not taken over. Clients see a self-signed certificate until you choose that one here.`,
        ]),
  ];
}

function impossible({ domains }: FoundServer): Sentence {
  const [domain] = domains;
  if (domain === undefined)
    return say`It cannot be taken over because its domain could not be read. Fix its configuration and open this page again, or continue without it. Its files are not changed.`;
  const read = readDomain(domain);
  return passage(
    say`It cannot be taken over with the domain “${{ domain }}”.`,
    read.ok ? '' : read.reason,
    say`Its files are not changed.`,
  );
}

/** The names at the found domain for whom something is kept and who have no account here yet. */
function namesWithoutUser({ domains, storage }: FoundServer, users: ReadonlySet<string>): readonly string[] {
  const end = `@${(domains[0] ?? '').toLowerCase()}`;
  return (storage.content?.owners ?? [])
    .filter((owner) => owner.endsWith(end))
    .map((owner) => owner.slice(0, -end.length))
    .filter((name) => !users.has(name));
}

function listed(names: readonly string[]): Sentence {
  const more = names.length - NAMES_SHOWN;
  const shown = names.slice(0, NAMES_SHOWN);
  const rest = many(more, say`one more`, say`${{ count: quantity(more) }} more`);
  return say`${{ count: quantity(names.length) }}: ${{ names: allOf(more > 0 ? [...shown, rest] : shown) }}`;
}
