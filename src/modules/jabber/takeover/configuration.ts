import type { FoundServer } from './found-server.js';
import { allAt, readXml, textAt, type XmlTree } from './xml-tree.js';
import { say, type Sentence } from '../../../core/words/sentence.js';
import { troubleOf } from '../../../errors.js';

/** The texts of the files that are read, by name; one that is missing or was left as the package brought it is not there. */
export type ConfigurationTexts = Readonly<Partial<Record<'sm' | 'c2s' | 's2s' | 'muc', string>>>;

/** What the files say, before anybody looked at the database and the rooms that they name. */
export interface ReadConfiguration extends Omit<FoundServer, 'folder' | 'storage' | 'rooms'> {
  readonly storage: { readonly driver: string; readonly path: string | null };
  readonly rooms: { readonly host: string; readonly folder: string } | null;
}

/**
 * Reads jabberd2's and mu-conference's configuration files (jabberd2's util/config.c: the first of several elements
 * counts where one is wanted, and a flag counts when it is there, whatever it says). Pure; secrets are not looked at.
 */
export function readConfiguration(texts: ConfigurationTexts): ReadConfiguration {
  const troubles: Sentence[] = [];
  const tree = (name: keyof ConfigurationTexts): XmlTree | null => {
    const text = texts[name];
    if (text === undefined) return null;
    try {
      return readXml(text);
    } catch (error) {
      troubles.push(say`${{ file: `${name}.xml` }} cannot be read: ${{ reason: troubleOf(error) }}.`);
      return null;
    }
  };
  const sm = tree('sm');
  const c2s = tree('c2s');
  const muc = tree('muc');
  const domains = sm === null ? [] : allAt(sm, ['local', 'id']).map(({ text }) => text);
  const local = c2s === null ? null : localOf(c2s, domains[0] ?? '');
  return {
    domains: domains.filter((domain) => domain !== ''),
    ssl: local?.ssl ?? 'disabled',
    certificate: local?.certificate ?? null,
    otherServers: tree('s2s') !== null,
    rooms: muc === null ? null : { host: textAt(muc, 'host'), folder: textAt(muc, 'spool') },
    storage: sm === null ? { driver: '', path: null } : storageOf(sm, troubles),
    accounts: c2s === null ? '' : textAt(c2s, 'authreg', 'module'),
    troubles,
  };
}

/** What c2s says of encryption for a domain: its own `<id>`, else the one without a name, which is for all domains. */
function localOf(c2s: XmlTree, domain: string): Pick<FoundServer, 'ssl' | 'certificate'> {
  const ids = allAt(c2s, ['local', 'id']);
  const id = ids.find(({ text }) => text === domain) ?? ids.find(({ text }) => text === '') ?? ids[0];
  const attributes = id?.attributes ?? {};
  const certificate = attributes['pemfile'] ?? null;
  const hasOldSsl = textAt(c2s, 'local', 'ssl-port') !== '' && textAt(c2s, 'local', 'pemfile') !== '';
  const shown = certificate ?? (hasOldSsl ? textAt(c2s, 'local', 'pemfile') : null);
  const isOpen = textAt(c2s, 'local', 'port') !== '0';
  if (attributes['require-starttls'] !== undefined || (hasOldSsl && !isOpen))
    return { ssl: 'required', certificate: shown };
  return { ssl: shown === null ? 'disabled' : 'optional', certificate: shown };
}

/** Where sm keeps what must outlive a session. Single kinds of data may have a driver of their own. */
function storageOf(sm: XmlTree, troubles: Sentence[]): ReadConfiguration['storage'] {
  const drivers = allAt(sm, ['storage', 'driver']);
  const driver = drivers.find(({ attributes }) => attributes['type'] === undefined)?.text ?? '';
  for (const { attributes, text } of drivers) {
    const kind = attributes['type'];
    if (kind === undefined || text === driver) continue;
    troubles.push(say`“${{ data: kind }}” is kept by the driver ${{ driver: text }} and is not taken over.`);
  }
  const path = {
    sqlite: textAt(sm, 'storage', 'sqlite', 'dbname'),
    db: textAt(sm, 'storage', 'db', 'path'),
    fs: textAt(sm, 'storage', 'fs', 'path'),
  }[driver];
  return { driver, path: path === undefined || path === '' ? null : path };
}

/** Whether Debian's `/etc/default` file lets a part run: a line such as `S2S_RUN=0` turns it off. */
export function mayRun(defaults: string, part: 'S2S' | 'MUC'): boolean {
  const value = new RegExp(`^\\s*${part}_RUN=["']?(\\w*)["']?`, 'm').exec(defaults)?.[1];
  return value !== '0';
}

/** The rooms that outlive a restart, from mu-conference's `rooms.xml`: the room's JID, and the name of its file. */
export function readRoomList(text: string): readonly { readonly jid: string; readonly file: string }[] {
  return allAt(readXml(text), ['registered', 'item']).flatMap(({ attributes }) => {
    const file = /^([0-9a-f]{40})@/.exec(attributes['jid'] ?? '')?.[1];
    const jid = attributes['name'];
    return file === undefined || jid === undefined ? [] : [{ jid, file }];
  });
}
