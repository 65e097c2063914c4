import { once } from 'node:events';
import { chmod, rm } from 'node:fs/promises';
import type { Server } from 'node:http';
import { join } from 'node:path';

/** The unix socket that the panel answers the shell on. */
export function controlSocket(panelFolder: string): string {
  return join(panelFolder, 'control');
}

/**
 * Listens on the control socket. Only the panel's own account and root can connect: the socket is 0600, and so is the
 * way to it, a folder of 0700. One that a panel left behind that was killed is replaced: there is one panel a folder.
 * @param panelFolder layout.panel
 */
export async function listenOnControlSocket(server: Server, panelFolder: string): Promise<void> {
  const path = controlSocket(panelFolder);
  await rm(path, { force: true });
  server.listen(path);
  await once(server, 'listening');
  await chmod(path, 0o600);
}
