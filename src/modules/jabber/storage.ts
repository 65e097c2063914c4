import type { Machine } from '../../core/ports.js';
import { backUp, sqlite } from './database.js';
import { pathsOf, roomsFolder } from './paths.js';

/**
 * Makes sm's database with its tables, if there is none. Debian's package leaves it empty, and sm then logs an error
 * for every query.
 * @throws PanelError `command-failed`
 */
export async function makeStorage(machine: Machine): Promise<void> {
  const tables = await machine.renderer.shipped('templates/jabberd2/storage.sql');
  await sqlite(machine, [pathsOf(machine.layout).storage], tables);
}

/** Makes the folder for the rooms of a domain, if there is none. */
export async function makeRooms(machine: Machine, domain: string): Promise<void> {
  await machine.files.makeFolder(pathsOf(machine.layout).rooms, 'chat', 0o700);
  await machine.files.makeFolder(roomsFolder(machine.layout, domain), 'chat', 0o700);
}

/**
 * Copies contact lists, offline messages and rooms into a dated folder below the backups, while the server runs.
 * @throws PanelError `command-failed`
 */
export async function copyStorage(machine: Machine): Promise<void> {
  const { storage, rooms } = pathsOf(machine.layout);
  const stamp = machine.clock.now().toISOString().replace(/[:.]/g, '-');
  const folder = `${machine.layout.backups}/chat-${stamp}`;
  await machine.files.makeFolder(folder, 'panel', 0o700);
  if (await machine.files.exists(storage)) await backUp(machine, storage, `${folder}/storage.db`);
  if (await machine.files.exists(rooms)) await machine.files.copy(rooms, `${folder}/rooms`);
}
