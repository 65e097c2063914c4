import type { FoundRooms, FoundServer, FoundStorage } from './found-server.js';
import type { Commands, Machine } from '../../../core/ports.js';
import { mayRun, readConfiguration, readRoomList, type ReadConfiguration } from './configuration.js';
import { contentOf } from './found-database.js';
import { isShipped, readConffiles } from './shipped.js';
import { say, type Sentence } from '../../../core/words/sentence.js';

/** What is needed to look for it. */
type Tools = Pick<Machine, 'files' | 'commands' | 'distribution' | 'layout'>;

/**
 * Looks for a chat server that somebody set up by hand. Everything is read with the rights of the daemons' account,
 * under which that server runs too: a link that was planted there leads to nothing that it could not read anyway.
 */
export async function findServer(machine: Tools): Promise<FoundServer | null> {
  const { files, commands, distribution } = machine;
  const folder = `${distribution.root}/etc/jabberd2`;
  const conffiles = await conffilesOf(machine);
  const unreadable: Sentence[] = [];
  const changed = async (name: string): Promise<{ text: string; isChanged: boolean } | null> => {
    if (!(await files.exists(`${folder}/${name}`).catch(() => false))) return null;
    try {
      const text = await readAsChat(commands, `${folder}/${name}`);
      return { text, isChanged: !isShipped(conffiles, `/etc/jabberd2/${name}`, text) };
    } catch {
      unreadable.push(say`The chat server’s account cannot read ${{ file: name }}.`);
      return null;
    }
  };
  const [sm, c2s, s2s, muc] = [
    await changed('sm.xml'),
    await changed('c2s.xml'),
    await changed('s2s.xml'),
    await changed('muc.xml'),
  ];
  if (sm === null && unreadable.length === 0) return null;
  if (sm?.isChanged !== true && c2s?.isChanged !== true && unreadable.length === 0) return null;

  const runs = async (part: 'S2S' | 'MUC', file: string): Promise<boolean> =>
    mayRun((await files.read(`${distribution.root}/etc/default/${file}`).catch(() => null)) ?? '', part);
  const read = readConfiguration({
    ...(sm === null ? {} : { sm: sm.text }),
    ...(c2s === null ? {} : { c2s: c2s.text }),
    ...(s2s !== null && (await runs('S2S', 'jabberd2')) ? { s2s: s2s.text } : {}),
    ...(muc?.isChanged === true && (await runs('MUC', 'jabber-muc')) ? { muc: muc.text } : {}),
  });
  const troubles = [...unreadable, ...read.troubles];
  return {
    ...read,
    folder,
    storage: await storageOf(machine, read, troubles),
    rooms: await roomsOf(machine, read, troubles),
    troubles,
  };
}

/** What dpkg remembers of the configuration files; nothing when the server came from no package. */
async function conffilesOf({
  distribution: { root },
  commands,
}: Tools): Promise<ReadonlyMap<string, string>> {
  const query = ['/usr/bin/dpkg-query', `--admindir=${root}/var/lib/dpkg`, '--show'];
  const texts = await Promise.all(
    ['jabberd2', 'jabber-muc'].map((name) =>
      commands.run([...query, '--showformat=${Conffiles}\\n', name]).then(
        ({ stdout }) => stdout,
        () => '',
      ),
    ),
  );
  return readConffiles(texts.join('\n'));
}

async function storageOf(
  machine: Tools,
  { storage }: ReadConfiguration,
  troubles: Sentence[],
): Promise<FoundStorage> {
  if (storage.driver !== 'sqlite' || storage.path === null) return { ...storage, content: null };
  try {
    if (!storage.path.startsWith('/')) throw new Error('its path is not absolute');
    return { ...storage, content: await contentOf(machine, storage.path) };
  } catch {
    troubles.push(say`The chat server’s account cannot read the database ${{ file: storage.path }}.`);
    return { ...storage, content: null };
  }
}

async function roomsOf(
  { commands }: Tools,
  { rooms }: ReadConfiguration,
  troubles: Sentence[],
): Promise<FoundRooms | null> {
  if (rooms === null) return null;
  const folder = rooms.folder.replace(/\/+$/, '');
  try {
    return {
      ...rooms,
      folder,
      list: readRoomList(await readAsChat(commands, `${folder}/rooms.xml`)),
    };
  } catch {
    // Without a permanent room there is no list of them; a folder that cannot be entered is another matter.
    const canEnter = await commands.run(['/bin/ls', '--', folder], { account: 'chat' }).then(
      () => true,
      () => false,
    );
    if (!canEnter) troubles.push(say`The chat server’s account cannot read the rooms in ${{ folder }}.`);
    return { ...rooms, folder, list: [] };
  }
}

async function readAsChat(commands: Commands, path: string): Promise<string> {
  return (await commands.run(['/bin/cat', '--', path], { account: 'chat' })).stdout;
}
