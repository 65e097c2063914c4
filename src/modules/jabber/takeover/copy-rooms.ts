import type { FoundRooms } from './found-server.js';
import type { Machine } from '../../../core/ports.js';
import { PanelError } from '../../../errors.js';
import { roomsHost } from '../domain.js';
import type { Made } from '../made.js';
import { roomsFolder } from '../paths.js';
import { taken, withRooms } from './room-list.js';
import { say } from '../../../core/words/sentence.js';

/**
 * Copies permanent rooms into our folder of the domain's rooms, and adds them to its list. The files are copied with
 * the rights of the chat server's own account, which both servers run as.
 * @param onMade told of each thing and how it is taken back, before it is made
 * @throws PanelError `command-failed`; `host-unsuitable` when a room did not arrive
 */
export async function copyRooms(
  machine: Machine,
  rooms: FoundRooms,
  domain: string,
  onMade: (made: Made) => Promise<void>,
): Promise<void> {
  const { files, commands, layout } = machine;
  const host = roomsHost(domain);
  const folder = roomsFolder(layout, domain);
  const list = `${folder}/rooms.xml`;
  const copy = async (from: string, to: string): Promise<void> => {
    if (await files.exists(to)) return;
    await onMade({ undo: 'remove', path: to });
    await commands.run(['/bin/cp', '--no-dereference', '--', from, to], { account: 'chat' });
  };

  const all = taken(rooms, host);
  for (const { from, to } of all) await copy(`${rooms.folder}/${from}.xml`, `${folder}/${to}.xml`);
  const names = await commands.run(['/bin/ls', '-A', '--', rooms.folder], { account: 'chat' });
  // Nicknames that people registered with the rooms.
  if (names.stdout.split('\n').includes('registration.xml'))
    await copy(`${rooms.folder}/registration.xml`, `${folder}/registration.xml`);
  if (all.length === 0) return;

  const before = await files.read(list);
  await onMade(
    before === null ? { undo: 'remove', path: list } : { undo: 'write', path: list, text: before },
  );
  await files.write(list, withRooms(before, all, host), 'chat', 0o600);
  for (const { jid, to } of all)
    if (!(await files.exists(`${folder}/${to}.xml`)))
      throw new PanelError('host-unsuitable', { reason: say`The room ${{ room: jid }} was not copied` });
}
